using Inference.Contracts;
using static Inference.InferenceHost.Tests.Protocols.OutcomeAssertions;

namespace Inference.InferenceHost.Tests.Protocols.OpenInference;

public sealed class InferReaderTests
{
    [Theory]
    [InlineData(DataType.Fp32, new[] { DataType.Str }, DataType.Str)]
    [InlineData(DataType.File, new[] { DataType.Dict }, DataType.Dict)]
    [InlineData(DataType.Str, new[] { DataType.Bytes }, DataType.Str)]
    [InlineData(DataType.Bytes, new[] { DataType.Str }, DataType.Bytes)]
    [InlineData(DataType.File, new[] { DataType.Bytes }, DataType.Bytes)]
    [InlineData(DataType.Fp32, new DataType[0], DataType.Bytes)]
    public void Read_BytesForAnInputOfSeveralTypes_IsTheFirstTextAmongThem(DataType type, DataType[] others, DataType expected)
    {
        var signature = new Signature([new TensorSpec("x", type, null) { OtherTypes = others }], []);

        Requests.Infer("""{"inputs":[{"name":"x","datatype":"BYTES","shape":[1],"data":["{}"]}]}""".Utf8(), headerLength: null, signature).TryGet(out var body, out var error).ShouldBeTrue(error?.Message);

        using (body)
            body!.Inputs[0].Tensor.Type.ShouldBe(expected);
    }

    [Fact]
    public void Read_AWholeRequest_GivesAllOfIt()
    {
        using var request = ReadInfer("""
            {"id":"r-1","parameters":{"threshold":0.5,"binary_data_output":true,"timeout":2500,"priority":1,"sequence_id":0,"sequence_start":false,"headers":"h","n":7},
             "inputs":[{"name":"x","shape":[1,2],"datatype":"FP32","parameters":{"note":"n"},"data":[[1,2]]},
                       {"data":["a"],"datatype":"BYTES","shape":[1],"name":"y"}],
             "outputs":[{"name":"p","parameters":{"binary_data":false,"classification":3}},{"name":"q"}]}
            """).ShouldBeRead();

        request.Id.ShouldBe("r-1");
        request.TimeoutMicroseconds.ShouldBe(2500);
        request.Parameters.ShouldBe([new Parameter("threshold", 0.5), new Parameter("n", 7L)]);
        request.Inputs[0].Tensor.Values<float>().ToArray().ShouldBe([1, 2]);
        request.Inputs[1].Tensor.Text().ShouldBe("a");
        request.RequestedOutputs.ShouldBe([new RequestedOutput("p"), new RequestedOutput("q")]);
        request.Forms.IsBinary("p").ShouldBeFalse();
        request.Forms.Classes("p").ShouldBe(3);
        request.Forms.IsBinary("q").ShouldBeTrue();
        request.Forms.Classes("q").ShouldBe(0);
        request.Forms.IsBinary("not listed").ShouldBeTrue();
    }

    [Theory]
    [InlineData("""{"outputs":[{"name":"p"}],"parameters":{"binary_data_output":true},"inputs":[]}""", true)]
    [InlineData("""{"outputs":[{"parameters":{"binary_data":false},"name":"p"}],"parameters":{"binary_data_output":true},"inputs":[]}""", false)]
    [InlineData("""{"outputs":[{"name":"p","parameters":{"binary_data":true}}],"inputs":[]}""", true)]
    [InlineData("""{"outputs":[{"name":"p"}],"inputs":[]}""", false)]
    public void Read_BinaryOutputs_TheOutputsOwnWordWins(string json, bool isBinary)
    {
        using var request = ReadInfer(json).ShouldBeRead();

        request.Forms.IsBinary("p").ShouldBe(isBinary);
    }

    [Theory]
    [InlineData("""{"inputs":[],"id":""}""")]
    [InlineData("""{"inputs":[],"parameters":{"timeout":0}}""")]
    [InlineData("""{"inputs":[],"parameters":{"sequence_id":""}}""")]
    public void Read_EmptyIdAndZeros_AreAsIfNotSaid(string json)
    {
        using var request = ReadInfer(json).ShouldBeRead();

        request.Id.ShouldBeNull();
        request.TimeoutMicroseconds.ShouldBeNull();
        request.Parameters.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"inputs":[],"id":5}""", "id: expected a string, found a number")]
    [InlineData("""{"inputs":[],"parameters":[]}""", "parameters: expected an object, found an array")]
    [InlineData("""{"inputs":[],"parameters":{"a":null}}""", "parameters.a: expected a string, a number, true or false, found null")]
    [InlineData("""{"inputs":[],"parameters":{"a":[1]}}""", "parameters.a: expected a string, a number, true or false, found an array")]
    [InlineData("""{"inputs":[],"parameters":{"triton_x":1}}""", "parameters.triton_x: names that begin with 'triton_' are reserved")]
    [InlineData("""{"inputs":[],"parameters":{"timeout":-1}}""", "parameters.timeout: expected 0 or more, got -1")]
    [InlineData("""{"inputs":[],"parameters":{"timeout":"1s"}}""", "parameters.timeout: expected an integer, found a string")]
    [InlineData("""{"inputs":[],"parameters":{"binary_data_output":1}}""", "parameters.binary_data_output: expected true or false, found a number")]
    [InlineData("""{"inputs":[],"parameters":{"sequence_start":1}}""", "parameters.sequence_start: expected true or false, found a number")]
    [InlineData("""{"inputs":[],"parameters":{"a":1,"a":1}}""", "parameters: property 'a' is given twice")]
    [InlineData("""{"inputs":[],"parameters":{"priority":1,"timeout":1,"priori\u0074y":1}}""", "parameters: property 'priority' is given twice")]
    [InlineData("""{"inputs":[{"name":"x","shape":[1],"datatype":"FP32","data":[1],"parameters":{"content_type":"a","content_type":"a"}}]}""", "inputs[0].parameters: property 'content_type' is given twice")]
    [InlineData("""{"inputs":[],"outputs":[{"name":"p","parameters":{"classification":-1}}]}""", "outputs[0].parameters.classification: expected 0 to 2147483647, got -1")]
    [InlineData("""{"inputs":[],"outputs":[{"parameters":{}}]}""", "outputs[0]: missing 'name'")]
    [InlineData("""{"inputs":[],"outputs":{}}""", "outputs: expected an array, found an object")]
    [InlineData("""{"Inputs":[]}""", "missing 'inputs'; 'Inputs' is not known, is 'inputs' meant?")]
    [InlineData("""{"inputs":[{"name":"x","shape":[1],"datatype":"FP32"}]}""", "inputs[0]: missing 'data'")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","data":[1]}]}""", "inputs[0]: missing 'shape'")]
    [InlineData("""{"inputs":[{"name":"x","shape":[1],"data":[1]}]}""", "inputs[0]: missing 'datatype'")]
    [InlineData("""{"inputs":[{"name":"x","shape":[-1],"datatype":"FP32","data":[1]}]}""", "inputs[0].shape: expected dimensions of 0 or more, got -1")]
    [InlineData("""{"inputs":[{"name":"x","shape":1,"datatype":"FP32","data":[1]}]}""", "inputs[0].shape: expected an array, found a number")]
    [InlineData("""{"inputs":[{"name":"x","shape":[1],"datatype":"FILE","data":["a"]}]}""", "inputs[0].datatype: FILE inputs are not served in this protocol yet; use predict")]
    [InlineData("""{"inputs":[{"name":"x","shape":[1],"datatype":"str","data":["a"]}]}""", "inputs[0].datatype: str is BYTES in this protocol")]
    [InlineData("""{"inputs":[{"name":"x","shape":[1],"datatype":"FP32","data":[1],"parameters":{"binary_data_size":4.5}}]}""", "inputs[0].parameters.binary_data_size: expected an integer, found 4.5")]
    [InlineData("""{"inputs":[{"name":"x","shape":[3],"datatype":"FP32","data":[1,2,3,4]}]}""", "inputs[0].data: expected 3 numbers for shape [3], got 4")]
    public void Read_BadRequest_SaysWhatIsWrong(string json, string message) => ReadInfer(json).ShouldBeRefused(ErrorCode.InvalidInput, message);

    [Theory]
    [InlineData("""{"inputs":[{"name":"x","shape":[1],"datatype":"FP32","parameters":{"shared_memory_region":"r","shared_memory_byte_size":4}}]}""", "inputs[0].parameters: shared memory is not served; send the data in the request")]
    [InlineData("""{"inputs":[],"outputs":[{"name":"p","parameters":{"shared_memory_region":"r"}}]}""", "outputs[0].parameters.shared_memory_region: shared memory is not served; take the data from the answer")]
    [InlineData("""{"inputs":[],"parameters":{"sequence_id":5}}""", "parameters.sequence_id: sequences are not served")]
    [InlineData("""{"inputs":[],"parameters":{"sequence_id":"s"}}""", "parameters.sequence_id: sequences are not served")]
    public void Read_WhatIsNotServed_SaysSo(string json, string message) => ReadInfer(json).ShouldBeRefused(ErrorCode.NotSupported, message);

    [Fact]
    public void Read_BinaryAndJsonInputsMixed_TakesTheBytesInOrder()
    {
        byte[] bytes = [.. BitConverter.GetBytes(1.5f), .. BitConverter.GetBytes(-2f), 1, 0, 1, 2, 0, 0, 0, 0xC3, 0x28, 0, 0, 0, 0];

        using var request = ReadInfer("""
            {"inputs":[{"name":"a","shape":[2],"datatype":"FP32","parameters":{"binary_data_size":8}},
                       {"name":"b","shape":[1],"datatype":"INT8","data":[7]},
                       {"parameters":{"binary_data_size":3},"name":"c","shape":[3,1],"datatype":"BOOL"},
                       {"name":"d","shape":[2],"datatype":"BYTES","parameters":{"binary_data_size":10}},
                       {"name":"e","shape":[0],"datatype":"FP64","parameters":{"binary_data_size":0}}]}
            """, bytes).ShouldBeRead();

        request.Inputs[0].Tensor.Values<float>().ToArray().ShouldBe([1.5f, -2f]);
        request.Inputs[1].Tensor.Values<sbyte>().ToArray().ShouldBe([(sbyte)7]);
        request.Inputs[2].Tensor.Span.ToArray().ShouldBe([1, 0, 1]);
        request.Inputs[3].Tensor.Element(0).ToArray().ShouldBe([0xC3, 0x28]);
        request.Inputs[3].Tensor.Element(1).Length.ShouldBe(0);
        request.Inputs[4].Tensor.Count.ShouldBe(0);
    }

    [Theory]
    [InlineData("FP32", "[2]", 8, 4, ErrorCode.MalformedRequest, "inputs[0]: expected 8 bytes behind the JSON part, as binary_data_size says, got 4")]
    [InlineData("FP32", "[1]", 4, 0, ErrorCode.MalformedRequest, "inputs[0]: expected 4 bytes behind the JSON part, as binary_data_size says, got 0; does the header Inference-Header-Content-Length give the length of the JSON part?")]
    [InlineData("FP32", "[1]", 4, 5, ErrorCode.MalformedRequest, "expected 4 bytes of binary tensors behind the JSON part, as the inputs' binary_data_size say, got 5")]
    [InlineData("FP32", "[1]", 9223372036854775807, 4, ErrorCode.MalformedRequest, "inputs[0]: expected 9223372036854775807 bytes behind the JSON part, as binary_data_size says, got 4")]
    [InlineData("FP32", "[2]", 4, 4, ErrorCode.InvalidInput, "inputs[0].data: expected 8 bytes for FP32 [2], got 4")]
    [InlineData("FP32", "[4000000000,4000000000]", 4, 4, ErrorCode.InvalidInput, "inputs[0].data: expected more than 2^63-1 bytes for FP32 [4000000000,4000000000], got 4")]
    [InlineData("BOOL", "[2]", 2, 2, ErrorCode.InvalidInput, "inputs[0].data[1]: expected a byte 0 or 1, found 2")]
    [InlineData("BYTES", "[1]", 3, 3, ErrorCode.InvalidInput, "inputs[0].data[0]: expected 4 bytes of length, got 3")]
    [InlineData("BYTES", "[1]", 5, 5, ErrorCode.InvalidInput, "inputs[0].data[0]: expected an element of 67305985 bytes, as its length says, got 1")]
    [InlineData("BYTES", "[1]", 0, 0, ErrorCode.InvalidInput, "inputs[0].data: expected 1 elements for shape [1], got 0")]
    [InlineData("FP32", "[1]", -4, 4, ErrorCode.InvalidInput, "inputs[0].parameters.binary_data_size: expected 0 or more, got -4")]
    public void Read_BinaryLengthsThatLie_AreRefused(string type, string shape, long size, int sent, ErrorCode code, string message)
    {
        var json = $$"""{"inputs":[{"name":"x","shape":{{shape}},"datatype":"{{type}}","parameters":{"binary_data_size":{{size}} } }]}""";

        ReadInfer(json, [.. Enumerable.Range(1, sent).Select(i => (byte)i)]).ShouldBeRefused(code, message);
    }

    [Fact]
    public void Read_AnElementOneByteShort_IsRefused() =>
        ReadInfer("""{"inputs":[{"name":"x","shape":[1],"datatype":"BYTES","parameters":{"binary_data_size":5}}]}""", [2, 0, 0, 0, 65])
            .ShouldBeRefused(ErrorCode.InvalidInput, "inputs[0].data[0]: expected an element of 2 bytes, as its length says, got 1");

    [Fact]
    public void Read_DataTwice_IsRefused() =>
        ReadInfer("""{"inputs":[{"name":"x","shape":[1],"datatype":"UINT8","data":[1],"parameters":{"binary_data_size":1}}]}""", [1])
            .ShouldBeRefused(ErrorCode.InvalidInput, "inputs[0]: expected either 'data' or 'binary_data_size', got both");

    [Theory]
    [InlineData(-1)]
    [InlineData(14)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public void Read_HeaderLengthOutsideTheBody_IsRefused(int length) =>
        Requests.Infer("""{"inputs":[]}""".Utf8(), length, Signature.Unknown)
            .ShouldBeRefused(ErrorCode.MalformedRequest, $"Inference-Header-Content-Length is {length}, but the body has 13 bytes");

    [Theory]
    [InlineData("[3]", null, 6, "[3]")]
    [InlineData("[-1]", null, 6, "[3]")]
    [InlineData("[-1,3]", 0, 6, "[1,3]")]
    [InlineData("[-1,3]", null, 12, "[2,3]")]
    [InlineData("[-1,-1,2]", 0, 12, "[1,3,2]")]
    public void Read_RawTensor_TakesItsShapeFromTheSignature(string shape, int? batchAxis, int bytes, string read)
    {
        var signature = new Signature([new TensorSpec("x", DataType.Int16, Dimensions(shape))], [], batchAxis);

        using var request = Requests.Infer(new byte[bytes], 0, signature).ShouldBeRead();

        request.Inputs.Single().Name.ShouldBe("x");
        request.Inputs[0].Tensor.Shape.ToString().ShouldBe(read);
        request.Forms.IsBinary("anything").ShouldBeTrue();
    }

    [Theory]
    [InlineData("[3]", 5, "inputs[0].data: expected 6 bytes for INT16 [3], got 5")]
    [InlineData("[-1,3]", 7, "inputs[0].data: expected 6 bytes for INT16 [1,3], got 7")]
    [InlineData("[-1,-1]", 6, "inputs[0].shape: a raw binary request needs an input with at most one dimension of any length; this one is [-1,-1]")]
    public void Read_RawTensorThatDoesNotFit_IsRefused(string shape, int bytes, string message) =>
        Requests.Infer(new byte[bytes], 0, new Signature([new TensorSpec("x", DataType.Int16, Dimensions(shape))], []))
            .ShouldBeRefused(ErrorCode.InvalidInput, message);

    [Fact]
    public void Read_RawTensorForTwoInputs_IsRefused()
    {
        var spec = new TensorSpec("x", DataType.Int8, new Shape(1));

        Requests.Infer([1], 0, new Signature([spec, spec with { Name = "y" }], []))
            .ShouldBeRefused(ErrorCode.InvalidInput, "inputs: a raw binary request needs a model with exactly one input; this one has 2");
    }

    [Fact]
    public void Read_RawBytes_AreOneElement()
    {
        using var request = Requests.Infer("hello".Utf8(), 0, new Signature([new TensorSpec("x", DataType.Bytes, new Shape(-1, 1))], [])).ShouldBeRead();

        request.Inputs[0].Tensor.Shape.ShouldBe(new Shape(1, 1));
        request.Inputs[0].Tensor.Text().ShouldBe("hello");
        Requests.Infer("hello".Utf8(), 0, new Signature([new TensorSpec("x", DataType.Bytes, new Shape(2))], []))
            .ShouldBeRefused(ErrorCode.InvalidInput, "inputs[0].shape: a raw binary request is one element of BYTES; this input is [2]");
    }

    [Fact]
    public void Read_TextsOfThePlatform_AreTheSignaturesTypes()
    {
        var signature = new Signature([new TensorSpec("s", DataType.Str, null), new TensorSpec("d", DataType.Dict, null)], []);

        using var request = ReadInfer("""
            {"inputs":[{"name":"s","shape":[1],"datatype":"BYTES","data":["text"],"parameters":{"content_type":"text/csv"}},
                       {"name":"d","shape":[],"datatype":"BYTES","data":["{\"a\":1}"]}]}
            """, signature).ShouldBeRead();

        request.Inputs[0].Tensor.Type.ShouldBe(DataType.Str);
        request.Inputs[0].Tensor.Text().ShouldBe("text");
        request.Inputs[0].Tensor.ContentType.ShouldBe("text/csv");
        request.Inputs[1].Tensor.Type.ShouldBe(DataType.Dict);
        request.Inputs[1].Tensor.Text().ShouldBe("""{"a":1}""");
    }

    [Theory]
    [InlineData(DataType.Str, "[2]", """["a","b"]""", "inputs[0].shape: expected one element for str, got shape [2]")]
    [InlineData(DataType.Dict, "[1]", """["[]"]""", "inputs[0].data: expected the JSON text of an object")]
    [InlineData(DataType.Dict, "[1]", """["{\"a\":}"]""", "inputs[0].data: expected the JSON text of an object: malformed JSON at byte 5: expected a value, found '}'")]
    public void Read_TextsThatAreNone_AreRefused(DataType type, string shape, string data, string message) =>
        ReadInfer($$"""{"inputs":[{"name":"x","shape":{{shape}},"datatype":"BYTES","data":{{data}}}]}""", new Signature([new TensorSpec("x", type, null)], []))
            .ShouldBeRefused(ErrorCode.InvalidInput, message);

    [Fact]
    public void Read_AFile_IsNotServedYet() =>
        ReadInfer("""{"inputs":[{"name":"x","shape":[1],"datatype":"BYTES","data":["a"]}]}""", new Signature([new TensorSpec("x", DataType.File, null)], []))
            .ShouldBeRefused(ErrorCode.NotSupported, "inputs[0]: FILE inputs are not served in this protocol yet; use predict");

    [Fact]
    public void Read_KeysInAnyOrder_GiveTheSame()
    {
        string[] keys = ["\"name\":\"x\"", "\"datatype\":\"FP32\"", "\"shape\":[2,2]", "\"data\":[[1,2.5],[-3,4e0]]", "\"parameters\":{}"];
        string[] outer = ["\"id\":\"i\"", "\"outputs\":[{\"name\":\"y\"}]"];
        foreach (var order in Permutations(keys))
        {
            foreach (var around in Permutations([.. outer, $"\"inputs\":[{{{string.Join(',', order)}}}]"]))
            {
                using var request = ReadInfer($"{{{string.Join(',', around)}}}").ShouldBeRead();
                request.Id.ShouldBe("i");
                request.Inputs.Single().Name.ShouldBe("x");
                request.Inputs[0].Tensor.Shape.ShouldBe(new Shape(2, 2));
                request.Inputs[0].Tensor.Values<float>().ToArray().ShouldBe([1, 2.5f, -3, 4]);
                request.RequestedOutputs.ShouldBe([new RequestedOutput("y")]);
            }
        }
    }

    private static IEnumerable<string[]> Permutations(string[] items) => items.Length < 2
        ? [items]
        : items.SelectMany((item, i) => Permutations([.. items[..i], .. items[(i + 1)..]]).Select(rest => (string[])[item, .. rest]));

    private static Shape Dimensions(string text) => new([.. text.Trim('[', ']').Split(',').Select(long.Parse)]);
}
