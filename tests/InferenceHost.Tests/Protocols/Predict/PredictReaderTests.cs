using System.Text;
using Inference.Contracts;
using static Inference.InferenceHost.Tests.Protocols.OutcomeAssertions;

namespace Inference.InferenceHost.Tests.Protocols.Predict;

public sealed class PredictReaderTests
{
    [Fact]
    public void Read_TheContractsExample_GivesAllOfIt()
    {
        using var request = ReadPredict("""
            { "parameters": [ ["threshold", 0.5] ],
              "inputs": [ { "name": "image", "datatype": "FILE", "content_type": "image/png", "data": "scans/p1.png" },
                          { "name": "x", "datatype": "FP32", "shape": [1, 3], "data": [1, 2, 3] } ],
              "output_fields": [ { "name": "label", "datatype": "str" } ] }
            """).ShouldBeRead();

        request.Parameters.ShouldBe([new Parameter("threshold", 0.5)]);
        request.Inputs.Select(input => input.Name).ShouldBe(["image", "x"]);
        request.Inputs[0].Tensor.Type.ShouldBe(DataType.File);
        request.Inputs[0].Tensor.Text().ShouldBe("scans/p1.png");
        request.Inputs[0].Tensor.ContentType.ShouldBe("image/png");
        request.Inputs[1].Tensor.Shape.ShouldBe(new Shape(1, 3));
        request.Inputs[1].Tensor.Values<float>().ToArray().ShouldBe([1f, 2f, 3f]);
        request.RequestedOutputs.ShouldBe([new RequestedOutput("label", DataType.Str)]);
        request.Id.ShouldBeNull();
        request.TimeoutMicroseconds.ShouldBeNull();
    }

    [Theory]
    [InlineData("""[["a",1],["b","x"],["c",true],["d",null],["e",-0.5],["f",18446744073709551615]]""")]
    [InlineData("""[{"name":"a","value":1},{"value":"x","name":"b"},["c",true],{"name":"d","value":null},["e",-0.5],["f",18446744073709551615]]""")]
    [InlineData("""{"a":1,"b":"x","c":true,"d":null,"e":-0.5,"f":18446744073709551615}""")]
    public void Read_ParametersInAnyForm_AreTheSame(string parameters)
    {
        using var request = ReadPredict($$"""{"inputs":[],"parameters":{{parameters}}}""").ShouldBeRead();

        request.Parameters.ShouldBe(
        [
            new Parameter("a", 1L), new Parameter("b", "x"), new Parameter("c", true), new Parameter("d", null), new Parameter("e", -0.5),
            new Parameter("f", ulong.MaxValue),
        ]);
    }

    [Theory]
    [InlineData("""[["a"]]""", "parameters[0]: expected a pair of name and value, got 1 elements")]
    [InlineData("""[["a",1],["a",1,2]]""", "parameters[1]: expected a pair of name and value, got 3 elements")]
    [InlineData("""[[]]""", "parameters[0]: expected a pair of name and value, got 0 elements")]
    [InlineData("""[[1,2]]""", "parameters[0]: expected a string, found a number")]
    [InlineData("""[["a",[1]]]""", "parameters[0]: expected a string, a number, true, false or null, found an array")]
    [InlineData("""[{"value":1}]""", "parameters[0]: missing 'name'")]
    [InlineData("""[{"name":"a"}]""", "parameters[0]: missing 'value'")]
    [InlineData("""[{"name":"a","value":{}}]""", "parameters[0].value: expected a string, a number, true, false or null, found an object")]
    [InlineData("""[5]""", "parameters[0]: expected an array, found a number")]
    [InlineData("\"a\"", "parameters: expected an array, found a string")]
    [InlineData("""{"a":1,"b":2,"a":3}""", "parameters: property 'a' is given twice")]
    [InlineData("""{"a":1e999}""", "parameters.a: the number is out of range for FP64")]
    [InlineData("""{"a\u0007":[]}""", "parameters.a\\u0007: expected a string, a number, true, false or null, found an array")]
    public void Read_BadParameters_SaysWhich(string parameters, string message) =>
        ReadPredict($$"""{"parameters":{{parameters}},"inputs":[]}""").ShouldBeRefused(ErrorCode.InvalidInput, message);

    [Theory]
    [InlineData("""{"name":"x","datatype":"FP32","data":[1,2]}""", "[2]")]
    [InlineData("""{"name":"x","datatype":"FP32","data":[1,2],"shape":null}""", "[2]")]
    [InlineData("""{"name":"x","datatype":"FP32","data":[1,2],"shape":2}""", "[2]")]
    [InlineData("""{"shape":2,"name":"x","datatype":"FP32","data":[1,2]}""", "[2]")]
    [InlineData("""{"name":"x","datatype":"FP32","data":[1,2],"shape":[1,2]}""", "[1,2]")]
    [InlineData("""{"data":[[1],[2]],"shape":[2,1],"name":"x","datatype":"FP32"}""", "[2,1]")]
    [InlineData("""{"name":"x","datatype":"FP32","data":[]}""", "[0]")]
    [InlineData("""{"name":"x","datatype":"FP32","data":[[],[]],"shape":[2,0]}""", "[2,0]")]
    [InlineData("""{"name":"x","datatype":"FP32","data":[],"shape":[0,3]}""", "[0,3]")]
    [InlineData("""{"name":"x","datatype":"FP32","data":5,"shape":[]}""", "[]")]
    [InlineData("""{"name":"x","datatype":"FP32","data":[5],"shape":[]}""", "[]")]
    [InlineData("""{"name":"x","datatype":"str","data":"a"}""", "[]")]
    [InlineData("""{"name":"x","datatype":"str","data":"a","shape":[-7,0]}""", "[-7,0]")]
    [InlineData("""{"name":"x","datatype":"BYTES","data":["a","é"]}""", "[2]")]
    public void Read_ShapesGivenOrNot_TakesThem(string input, string shape)
    {
        using var request = ReadPredict($$"""{"inputs":[{{input}}]}""").ShouldBeRead();

        request.Inputs.Single().Tensor.Shape.ToString().ShouldBe(shape);
    }

    [Theory]
    [InlineData("""{"name":"x","datatype":"FP32","shape":[1,3],"data":[1,2,3,4]}""", "inputs[0].data: expected 3 numbers for shape [1,3], got 4")]
    [InlineData("""{"data":[1,2],"name":"x","datatype":"FP32","shape":[1,3]}""", "inputs[0].data: expected 3 numbers for shape [1,3], got 2")]
    [InlineData("""{"name":"x","datatype":"FP32","shape":[],"data":[1,2]}""", "inputs[0].data: expected 1 number for shape [], got 2")]
    [InlineData("""{"name":"x","datatype":"FP32","shape":[2,0],"data":[1]}""", "inputs[0].data: expected 0 numbers for shape [2,0], got 1")]
    [InlineData("""{"name":"x","datatype":"BOOL","shape":[2],"data":[true]}""", "inputs[0].data: expected 2 booleans for shape [2], got 1")]
    [InlineData("""{"name":"x","datatype":"BYTES","shape":[1],"data":["a","b"]}""", "inputs[0].data: expected 1 string for shape [1], got 2")]
    [InlineData("""{"name":"x","datatype":"FP32","shape":[1000000000,1000000000],"data":[1,2]}""", "inputs[0].data: expected 1000000000000000000 numbers for shape [1000000000,1000000000], got 2")]
    [InlineData("""{"name":"x","datatype":"FP32","shape":[10000000000,10000000000],"data":[[1],[2,3]]}""", "inputs[0].data: expected more than 2^63-1 numbers for shape [10000000000,10000000000], got 3")]
    [InlineData("""{"name":"x","datatype":"FP32","shape":[1000],"data":"a"}""", "inputs[0].data: expected an array of numbers, found a string")]
    [InlineData("""{"name":"x","datatype":"FP32","shape":[1],"data":{"a":1}}""", "inputs[0].data: expected an array of numbers, found an object")]
    [InlineData("""{"name":"x","datatype":"FP32","data":5}""", "inputs[0].data: expected an array, found a number")]
    [InlineData("""{"name":"x","datatype":"FP32","data":[[1]]}""", "inputs[0].data: arrays in one another need a shape")]
    [InlineData("""{"name":"x","datatype":"FP32","shape":[-1],"data":[1]}""", "inputs[0].shape: expected dimensions of 0 or more, got -1")]
    [InlineData("""{"name":"x","datatype":"FP32","shape":[1.5],"data":[1]}""", "inputs[0].shape: expected an integer, found 1.5")]
    [InlineData("""{"name":"x","datatype":"FP32","shape":["1"],"data":[1]}""", "inputs[0].shape: expected an integer, found a string")]
    [InlineData("""{"name":"x","datatype":"FP32","shape":"1","data":[1]}""", "inputs[0].shape: expected an array, found a string")]
    [InlineData("""{"name":"x","datatype":"FP32","shape":[9223372036854775808],"data":[1]}""", "inputs[0].shape: 9223372036854775808 is out of range for INT64 (-9223372036854775808 to 9223372036854775807)")]
    [InlineData("""{"name":"x","datatype":"FP32","shape":[2,2],"data":[[1,2],[3]]}""", "inputs[0].data[1]: expected 2 numbers along axis 1 of shape [2,2], got 1")]
    [InlineData("""{"name":"x","datatype":"FP32","shape":[2,2],"data":[[1,2,3],[4]]}""", "inputs[0].data[0]: expected 2 numbers along axis 1 of shape [2,2], got 3")]
    [InlineData("""{"name":"x","datatype":"FP32","shape":[2,1],"data":[[1],[2],[3]]}""", "inputs[0].data: expected 2 arrays along axis 0 of shape [2,1], got 3")]
    [InlineData("""{"name":"x","datatype":"FP32","shape":[1,2],"data":[[1,2],3]}""", "inputs[0].data: expected 1 array along axis 0 of shape [1,2], got 2")]
    [InlineData("""{"name":"x","datatype":"FP32","shape":[2,1],"data":[[1],2]}""", "inputs[0].data[1]: expected an array, as axis 1 of shape [2,1] asks for, found a number")]
    [InlineData("""{"name":"x","datatype":"FP32","shape":[4],"data":[[1,2],[3,4]]}""", "inputs[0].data[0]: expected a number, found an array")]
    [InlineData("""{"name":"x","datatype":"FP32","shape":[2,2],"data":[1,[2],3,4]}""", "inputs[0].data[1]: expected a number, found an array")]
    [InlineData("""{"name":"x","datatype":"FP32","shape":[1,1,2],"data":[[[1,"x"]]]}""", "inputs[0].data[0][0][1]: expected a number, found a string")]
    [InlineData("""{"name":"x","datatype":"FP32","shape":[2],"data":[1,null]}""", "inputs[0].data[1]: expected a number, found null")]
    [InlineData("""{"name":"x","datatype":"FP32","shape":[2],"data":[1,true]}""", "inputs[0].data[1]: expected a number, found a boolean")]
    [InlineData("""{"name":"x","datatype":"FP32","shape":[2],"data":[1,1e39]}""", "inputs[0].data[1]: 1e39 is out of range for FP32 (-3.4028235E38 to 3.4028235E38)")]
    [InlineData("""{"name":"x","datatype":"FP64","shape":[1],"data":[-1e999]}""", "inputs[0].data[0]: -1e999 is out of range for FP64")]
    [InlineData("""{"name":"x","datatype":"FP16","shape":[1],"data":[65520]}""", "inputs[0].data[0]: 65520 is out of range for FP16 (-65504 to 65504)")]
    [InlineData("""{"name":"x","datatype":"BF16","shape":[1],"data":[3.4e38]}""", "inputs[0].data[0]: 3.4e38 is out of range for BF16 (-3.39E38 to 3.39E38)")]
    [InlineData("""{"name":"x","datatype":"UINT8","shape":[2],"data":[255,256]}""", "inputs[0].data[1]: 256 is out of range for UINT8 (0 to 255)")]
    [InlineData("""{"name":"x","datatype":"UINT8","shape":[1],"data":[-1]}""", "inputs[0].data[0]: -1 is out of range for UINT8 (0 to 255)")]
    [InlineData("""{"name":"x","datatype":"INT8","shape":[1],"data":[-129]}""", "inputs[0].data[0]: -129 is out of range for INT8 (-128 to 127)")]
    [InlineData("""{"name":"x","datatype":"INT64","shape":[1],"data":[1e400]}""", "inputs[0].data[0]: 1e400 is out of range for INT64 (-9223372036854775808 to 9223372036854775807)")]
    [InlineData("""{"name":"x","datatype":"UINT64","shape":[1],"data":[18446744073709551616]}""", "inputs[0].data[0]: 18446744073709551616 is out of range for UINT64 (0 to 18446744073709551615)")]
    [InlineData("""{"name":"x","datatype":"INT32","shape":[1],"data":[0.5]}""", "inputs[0].data[0]: expected an integer, found 0.5")]
    [InlineData("""{"name":"x","datatype":"INT64","shape":[1],"data":[1000000000000000000.5]}""", "inputs[0].data[0]: expected an integer, found 1000000000000000000.5")]
    [InlineData("""{"name":"x","datatype":"INT32","shape":[1],"data":[NaN]}""", "inputs[0].data[0]: expected an integer, found NaN")]
    [InlineData("""{"name":"x","datatype":"INT32","shape":[1],"data":["1"]}""", "inputs[0].data[0]: expected an integer, found a string")]
    [InlineData("""{"name":"x","datatype":"BOOL","shape":[1],"data":[1]}""", "inputs[0].data[0]: expected true or false, found a number")]
    [InlineData("""{"name":"x","datatype":"BYTES","shape":[1],"data":[1]}""", "inputs[0].data[0]: expected a string, found a number")]
    [InlineData("""{"name":"x","datatype":"BYTES","shape":[1,1],"data":[[null]]}""", "inputs[0].data[0][0]: expected a string, found null")]
    [InlineData("""{"name":"x","datatype":"FP32","shape":[1],"data":["nan"]}""", "inputs[0].data[0]: expected a number, found a string")]
    [InlineData("""{"name":"x","datatype":"str","data":["a"]}""", "inputs[0].data: expected a string, found an array")]
    [InlineData("""{"name":"x","datatype":"dict","data":"{}"}""", "inputs[0].data: expected an object, found a string")]
    [InlineData("""{"name":"x","datatype":"FILE","data":null}""", "inputs[0].data: expected a string, found null")]
    [InlineData("""{"name":"x","datatype":"fp32","data":[1]}""", "inputs[0].datatype: unknown datatype 'fp32'; did you mean 'FP32'?")]
    [InlineData("""{"name":"x","datatype":"TENSOR","data":[1]}""", "inputs[0].datatype: unknown datatype 'TENSOR'; expected one of BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64, FP16, BF16, FP32, FP64, BYTES, str, dict, FILE")]
    [InlineData("""{"name":"x","datatype":5,"data":[1]}""", "inputs[0].datatype: expected a string, found a number")]
    [InlineData("""{"name":5,"datatype":"FP32","data":[1]}""", "inputs[0].name: expected a string, found a number")]
    [InlineData("""{"datatype":"FP32","data":[1]}""", "inputs[0]: missing 'name'")]
    [InlineData("""{"name":"x","dtype":"FP32","data":[1]}""", "inputs[0]: missing 'datatype'; 'dtype' is not known, is 'datatype' meant?")]
    [InlineData("""{"name":"x","datatype":"FP32"}""", "inputs[0]: missing 'data'")]
    [InlineData("""{"name":"x","datatype":"FP32","dta":[1]}""", "inputs[0]: missing 'data'; 'dta' is not known, is 'data' meant?")]
    [InlineData("""{"name":"x","datatype":"FP32","data":[1],"name":"y"}""", "inputs[0]: property 'name' is given twice")]
    [InlineData("""{"name":"x","datatype":"FP32","data":[1],"n\u0061me":"y"}""", "inputs[0]: property 'name' is given twice")]
    [InlineData("""{"name":"x","datatype":"FP32","data":[1],"z":1,"z":2}""", "inputs[0]: property 'z' is given twice")]
    [InlineData("""5""", "inputs[0]: expected an object, found a number")]
    public void Read_BadInput_SaysWhatIsWrong(string input, string message) =>
        ReadPredict($$"""{"inputs":[{{input}}]}""").ShouldBeRefused(ErrorCode.InvalidInput, message);

    [Theory]
    [InlineData("[]", "expected an object, found an array")]
    [InlineData("{}", "missing 'inputs'")]
    [InlineData("""{"input":[]}""", "missing 'inputs'; 'input' is not known, is 'inputs' meant?")]
    [InlineData("""{"instances":[]}""", "missing 'inputs'; 'instances' is not known, is 'inputs' meant?")]
    [InlineData("""{"inputs":{}}""", "inputs: expected an array, found an object")]
    [InlineData("""{"inputs":[],"inputs":[]}""", "property 'inputs' is given twice")]
    [InlineData("""{"inputs":[],"output_fields":[{}]}""", "output_fields[0]: missing 'name'")]
    [InlineData("""{"inputs":[],"output_fields":["x"]}""", "output_fields[0]: expected an object, found a string")]
    [InlineData("""{"inputs":[],"output_fields":[{"name":"x","datatype":"X"}]}""", "output_fields[0].datatype: unknown datatype 'X'; expected one of BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64, FP16, BF16, FP32, FP64, BYTES, str, dict, FILE")]
    public void Read_BadRequest_SaysWhatIsWrong(string request, string message) =>
        ReadPredict(request).ShouldBeRefused(ErrorCode.InvalidInput, message);

    [Theory]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[2],"data":[1,0^1]}]}""", "expected ',' or ']' after a value, found '1'")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[2],"data":[1,2^}]}""", "expected ',' or ']' after a value, found '}'")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[2],"data":[1,^]}]}""", "expected a value, found ']'")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"INT8","shape":[2],"data":[1,2.^]}]}""", "expected a digit, found ']'")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[2],"data":[1,2^""", "expected ',' or ']' after a value, found the end")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[2],"data":[[1],["a}]}^""", "expected '\"' at the end of a string, found the end")]
    [InlineData("""{"inputs":[],"parameters":{"a":^nope}}""", "expected a value, found 'n'")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"dict","data":{"a":^NaN}}]}""", "expected a value, found 'N'")]
    [InlineData("""{"inputs":[]} ^x""", "expected nothing after the document, found 'x'")]
    [InlineData("^", "expected a value, found the end")]
    public void Read_MalformedBody_SaysWhereEvenWhereOtherThingsAreWrongToo(string request, string message) =>
        ReadPredict(request.Replace("^", "")).ShouldBeRefused(ErrorCode.MalformedRequest, $"malformed JSON at byte {request.IndexOf('^')}: {message}");

    [Fact]
    public void Read_SeveralThingsWrong_TellsThemAll()
    {
        var error = ReadPredict("""
            {"inputs":[{"name":"x","datatype":"FP32","shape":[3],"data":[1]},
                       {"name":"y","datatype":"INT8","shape":[1],"data":[300]},
                       {"name":"z","datatype":"FP32"}]}
            """).ShouldBeRefused(ErrorCode.InvalidInput);

        error.Details.ShouldBe(
        [
            new ErrorDetail("inputs[0].data", "expected 3 numbers for shape [3], got 1"),
            new ErrorDetail("inputs[1].data[0]", "300 is out of range for INT8 (-128 to 127)"),
            new ErrorDetail("inputs[2]", "missing 'data'"),
        ]);
    }

    [Fact]
    public void Read_ADict_IsTheObjectAsWritten()
    {
        using var request = ReadPredict("""{"inputs":[{"content_type":null,"data":{ "a" : [1, {"b":"é"}] },"datatype":"dict","name":"x"}]}""").ShouldBeRead();

        request.Inputs[0].Tensor.Type.ShouldBe(DataType.Dict);
        request.Inputs[0].Tensor.Text().ShouldBe("""{ "a" : [1, {"b":"é"}] }""");
    }

    [Fact]
    public void Read_WholeNumbersInOtherForms_AreIntegers()
    {
        using var request = ReadPredict(
            """{"inputs":[{"name":"x","datatype":"INT64","data":[1.0,1e2,-12.50e1,0e9,-0,9.223372036854775807e18,10E-1,-9223372036854775808]}]}""").ShouldBeRead();

        request.Inputs[0].Tensor.Values<long>().ToArray().ShouldBe([1, 100, -125, 0, 0, long.MaxValue, 1, long.MinValue]);
    }

    [Theory]
    [InlineData("FP32")]
    [InlineData("FP64")]
    [InlineData("FP16")]
    [InlineData("BF16")]
    public void Read_NumbersThatAreNotFinite_AreTakenBareAndAsStrings(string type)
    {
        using var request = ReadPredict(
            $$"""{"inputs":[{"data":[NaN,Infinity,-Infinity,"NaN","Infinity","-Infinity"],"name":"x","datatype":"{{type}}"}]}""").ShouldBeRead();

        var tensor = request.Inputs[0].Tensor;
        double[] values = tensor.Type switch
        {
            DataType.Fp32 => [.. tensor.Values<float>().ToArray()],
            DataType.Fp64 => tensor.Values<double>().ToArray(),
            DataType.Fp16 => [.. tensor.Values<Half>().ToArray().Select(value => (double)value)],
            _ => [.. tensor.Values<ushort>().ToArray().Select(value => (double)BitConverter.UInt32BitsToSingle((uint)value << 16))],
        };
        double[] expected = [double.NaN, double.PositiveInfinity, double.NegativeInfinity];
        values.ShouldBe([.. expected, .. expected]);
    }

    [Fact]
    public void Read_OutputFields_KeepWhatTheySay()
    {
        using var request = ReadPredict("""
            {"inputs":[],"output_fields":[{"name":"a"},{"shape":[1,-1],"content_type":"image/png","data":"results/a.png","datatype":"FILE","name":"b","more":{}},
             {"name":"c","datatype":null,"shape":null,"data":null,"content_type":null},{"name":"d","shape":3}]}
            """).ShouldBeRead();

        request.RequestedOutputs.ShouldBe(
        [
            new RequestedOutput("a"), new RequestedOutput("b", DataType.File, "results/a.png", "image/png") { Shape = new Shape(1, -1) }, new RequestedOutput("c"),
            new RequestedOutput("d") { Shape = new Shape(3) },
        ]);
    }

    [Fact]
    public void Read_UnknownKeysAndModelKey_ArePassedOver()
    {
        using var request = ReadPredict("""{"model_key":"a/b","inputs":[{"name":"x","comment":[[{}]],"datatype":"INT8","data":[1]}],"user":null}""").ShouldBeRead();

        request.Inputs.Count.ShouldBe(1);
    }

    [Fact]
    public void Read_NamesOfTheSignature_AreItsOwnStrings()
    {
        var signature = new Signature([new TensorSpec("first", DataType.Fp32, new Shape(1)), new TensorSpec("größe", DataType.Fp32, new Shape(1))], []);

        using var request = ReadPredict(
            """{"inputs":[{"name":"größe","datatype":"FP32","data":[1]},{"name":"fir\u0073t","datatype":"FP32","data":[1]}]}""", signature).ShouldBeRead();

        request.Inputs[0].Name.ShouldBe("größe");
        request.Inputs[1].Name.ShouldBeSameAs(signature.Inputs[0].Name);
    }

    [Fact]
    public void Read_TooManyEntries_IsRefused()
    {
        string Many(string entry) => string.Join(',', Enumerable.Repeat(entry, 1025));

        ReadPredict($$"""{"inputs":[{{Many("""{"name":"x","datatype":"INT8","data":[1]}""")}}]}""").ShouldBeRefused(ErrorCode.InvalidInput, "inputs: more than 1024 entries");
        ReadPredict($$"""{"inputs":[],"output_fields":[{{Many("""{"name":"x"}""")}}]}""").ShouldBeRefused(ErrorCode.InvalidInput, "output_fields: more than 1024 entries");
        ReadPredict($$"""{"inputs":[],"parameters":[{{Many("""["a",1]""")}}]}""").ShouldBeRefused(ErrorCode.InvalidInput, "parameters: more than 1024 entries");
        ReadPredict($$"""{"inputs":[],{{string.Join(',', Enumerable.Range(0, 300).Select(i => $"\"k{i}\":0"))}}}""").ShouldBeRefused(ErrorCode.InvalidInput, "over 256 unknown properties");
    }

    [Fact]
    public void Read_ShapeOfMoreThanSixtyFourDimensions_IsRefused() =>
        ReadPredict($$"""{"inputs":[{"name":"x","datatype":"INT8","shape":[{{string.Join(',', Enumerable.Repeat("1", 65))}}],"data":[1]}]}""")
            .ShouldBeRefused(ErrorCode.InvalidInput, "inputs[0].shape: expected at most 64 dimensions");

    [Fact]
    public void Read_ShapeLargerThanTheBody_RentsNothing()
    {
        var body = Encoding.UTF8.GetBytes("""{"inputs":[{"name":"x","datatype":"FP64","shape":[200000000],"data":[1]}]}""" + new string(' ', 100));
        var before = GC.GetAllocatedBytesForCurrentThread();

        ReadPredict(Encoding.UTF8.GetString(body)).ShouldBeRefused(ErrorCode.InvalidInput, "inputs[0].data: expected 200000000 numbers for shape [200000000], got 1");

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1_000_000);
    }
}
