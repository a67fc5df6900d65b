using System.Globalization;
using System.Text.Json;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Protocols;

/// <summary>Values through models that give back what they get, over all ways in and out.</summary>
public sealed class RoundTripTests(ModelsHost host)
{
    [Theory]
    [InlineData("int64", "[-9223372036854775808,9223372036854775807,0,-1,9007199254740993]")]
    [InlineData("uint64", "[0,18446744073709551615,9223372036854775808,9007199254740993]")]
    [InlineData("int32", "[-2147483648,2147483647,0]")]
    [InlineData("uint32", "[0,4294967295]")]
    [InlineData("int16", "[-32768,32767]")]
    [InlineData("uint16", "[0,65535]")]
    [InlineData("int8", "[-128,127]")]
    [InlineData("uint8", "[0,255]")]
    [InlineData("bool", "[true,false]")]
    [InlineData("fp32", """[0,-0,1.5,3.4028235E38,-3.4028235E38,1E-45,"NaN","Infinity","-Infinity"]""")]
    [InlineData("fp64", """[1.7976931348623157E308,5E-324,0.1,"NaN","Infinity","-Infinity"]""")]
    [InlineData("fp16", """[65504,-65504,0.1,"NaN","Infinity","-Infinity"]""")]
    [InlineData("bf16", """[1,-2.5,"NaN","Infinity","-Infinity"]""")]
    [InlineData("bytes", """["","é😀","\u0000\n\"\\"," "]""")]
    public async Task Json_Values_ComeBackTheSame(string type, string data)
    {
        var datatype = type.ToUpperInvariant();
        var count = JsonDocument.Parse(data).RootElement.GetArrayLength();
        var body = $$"""{"inputs":[{"name":"x","datatype":"{{datatype}}","shape":[{{count}}],"data":{{data}}}]}""";
        foreach (var answer in (RawResponse[])[await host.PredictAsync($"echo-{type}", body), await host.InferAsync($"echo-{type}", body)])
        {
            answer.Output("y").GetProperty("datatype").GetString().ShouldBe(datatype);
            answer.Output("y").GetProperty("shape").Deserialize<long[]>().ShouldBe([count]);
            Canonical(type, answer.DataText("y")).ShouldBe(Canonical(type, data));
        }
    }

    [Theory]
    [InlineData("[NaN,Infinity,-Infinity]")]
    [InlineData("""["NaN","Infinity","-Infinity"]""")]
    public async Task Json_NotFinite_TakenBareAndAsTextWrittenAsText(string data)
    {
        foreach (var type in (string[])["fp16", "bf16", "fp32", "fp64"])
        {
            var body = $$"""{"inputs":[{"name":"x","datatype":"{{type.ToUpperInvariant()}}","shape":[3],"data":{{data}}}]}""";
            (await host.PredictAsync($"echo-{type}", body)).DataText("y").ShouldBe("""["NaN","Infinity","-Infinity"]""");
            (await host.InferAsync($"echo-{type}", body)).DataText("y").ShouldBe("""["NaN","Infinity","-Infinity"]""");
        }
    }

    [Fact]
    public async Task Fp32_ManyBitPatterns_SurviveJsonBitForBit()
    {
        var random = new Random(7);
        var values = Enumerable.Range(0, 4000).Select(_ => BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue))).Where(float.IsFinite).ToArray();
        var list = string.Join(',', values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)));
        var body = $$"""{"inputs":[{"name":"x","datatype":"FP32","shape":[{{values.Length}}],"data":[{{list}}]}]}""";

        foreach (var answer in (RawResponse[])[await host.PredictAsync("echo-fp32", body), await host.InferAsync("echo-fp32", body)])
            answer.Data<float>("y").Select(BitConverter.SingleToInt32Bits).ShouldBe(values.Select(BitConverter.SingleToInt32Bits));
    }

    [Fact]
    public async Task Fp64_ManyBitPatterns_SurviveJsonBitForBit()
    {
        var random = new Random(8);
        var values = Enumerable.Range(0, 4000).Select(_ => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue))).Where(double.IsFinite).ToArray();
        var list = string.Join(',', values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)));
        var body = $$"""{"inputs":[{"name":"x","datatype":"FP64","shape":[{{values.Length}}],"data":[{{list}}]}]}""";

        foreach (var answer in (RawResponse[])[await host.PredictAsync("echo-fp64", body), await host.InferAsync("echo-fp64", body)])
            answer.Data<double>("y").Select(BitConverter.DoubleToInt64Bits).ShouldBe(values.Select(BitConverter.DoubleToInt64Bits));
    }

    [Theory]
    [InlineData("bool", 1)]
    [InlineData("uint8", 1)]
    [InlineData("int8", 1)]
    [InlineData("uint16", 2)]
    [InlineData("int16", 2)]
    [InlineData("fp16", 2)]
    [InlineData("bf16", 2)]
    [InlineData("uint32", 4)]
    [InlineData("int32", 4)]
    [InlineData("fp32", 4)]
    [InlineData("uint64", 8)]
    [InlineData("int64", 8)]
    [InlineData("fp64", 8)]
    public async Task Binary_AnyBits_ComeBackTheSame(string type, int size)
    {
        const int count = 257;
        var bytes = new byte[count * size];
        new Random(size).NextBytes(bytes);
        if (type == "bool")
            bytes = [.. bytes.Select(value => (byte)(value & 1))];
        var head = $$$"""{"inputs":[{"name":"x","datatype":"{{{type.ToUpperInvariant()}}}","shape":[{{{count}}}],"parameters":{"binary_data_size":{{{bytes.Length}}}}}],"parameters":{"binary_data_output":true}}""";

        var answer = await BinaryBody.Post($"/v2/models/echo-{type}/infer", head, bytes).SendAsync(host.Internal);

        answer.Parts().ShouldHaveSingleItem().ShouldBe(bytes);
    }

    [Fact]
    public async Task Binary_Bytes_ComeBackTheSame()
    {
        byte[] bytes = [3, 0, 0, 0, .. "abc"u8, 0, 0, 0, 0, 2, 0, 0, 0, 0xC3, 0xA9];
        const string head = """{"inputs":[{"name":"x","datatype":"BYTES","shape":[3],"parameters":{"binary_data_size":17}}],"outputs":[{"name":"y","parameters":{"binary_data":true}}]}""";

        var answer = await BinaryBody.Post("/v2/models/echo-bytes/infer", head, bytes).SendAsync(host.Internal);

        answer.Parts().ShouldHaveSingleItem().ShouldBe(bytes);
    }

    [Fact]
    public async Task Binary_JsonAndBinaryInputsMixed_BytesGoToTheRightOne()
    {
        const string head = """{"inputs":[{"name":"b","datatype":"FP32","shape":[2],"parameters":{"binary_data_size":8}},{"name":"a","datatype":"FP32","shape":[2],"data":[10,20]}]}""";
        var answer = await BinaryBody.Post("/v2/models/sum/infer", head, BinaryBody.Of(1f, 2f)).SendAsync(host.Internal);
        answer.Data<float>("difference").ShouldBe([9f, 18f]);

        const string both = """{"inputs":[{"name":"b","datatype":"FP32","shape":[2],"parameters":{"binary_data_size":8}},{"name":"a","datatype":"FP32","shape":[2],"parameters":{"binary_data_size":8}}]}""";
        (await BinaryBody.Post("/v2/models/sum/infer", both, BinaryBody.Of(1f, 2f), BinaryBody.Of(5f, 5f)).SendAsync(host.Internal)).Data<float>("difference").ShouldBe([4f, 3f]);
    }

    [Theory]
    [InlineData("[]", "[]", "[7]")]
    [InlineData("[1,1,1]", "[1,1,1]", "[7]")]
    [InlineData("[0]", "[0]", "[]")]
    [InlineData("[3,0,2]", "[3,0,2]", "[]")]
    public async Task Json_ScalarsAndNothing_KeepTheirShape(string shape, string expectedShape, string data)
    {
        var body = $$"""{"inputs":[{"name":"x","datatype":"FP32","shape":{{shape}},"data":{{data}}}]}""";
        foreach (var answer in (RawResponse[])[await host.PredictAsync("echo-fp32", body), await host.InferAsync("echo-fp32", body)])
        {
            answer.Output("y").GetProperty("shape").GetRawText().ShouldBe(expectedShape);
            answer.DataText("y").ShouldBe(data);
        }
    }

    [Fact]
    public async Task Predict_ShapeLeftOut_IsOneDimension()
    {
        var answer = await host.PredictAsync("echo-int32", """{"inputs":[{"name":"x","datatype":"INT32","data":[1,2,3]}]}""");
        answer.Output("y").GetProperty("shape").GetRawText().ShouldBe("[3]");
        (await host.PredictAsync("echo-int32", """{"inputs":[{"name":"x","datatype":"INT32","shape":2,"data":[1,2]}]}""")).Output("y").GetProperty("shape").GetRawText().ShouldBe("[2]");
    }

    [Fact]
    public async Task Binary_Nothing_IsAnsweredAsJson()
    {
        const string head = """{"inputs":[{"name":"x","datatype":"INT64","shape":[0,4],"parameters":{"binary_data_size":0}}],"parameters":{"binary_data_output":true}}""";
        var answer = await BinaryBody.Post("/v2/models/echo-int64/infer", head).SendAsync(host.Internal);

        answer.Header("Content-Type").ShouldBe("application/json");
        answer.Header(BinaryBody.LengthHeader).ShouldBeNull();
        answer.Output("y").GetProperty("shape").GetRawText().ShouldBe("[0,4]");
    }

    [Fact]
    public async Task Json_HalfPrecision_RoundsToNearestEven()
    {
        // 2049 and 2051 lie in the middle between two halves; 65519.99 is the last to round to the largest
        var answer = await host.PredictAsync("echo-fp16", """{"inputs":[{"name":"x","datatype":"FP16","shape":[3],"data":[2049,2051,65519.99]}]}""");
        answer.Data<double>("y").Select(value => (Half)value).ShouldBe([(Half)2048, (Half)2052, Half.MaxValue]);
        var brain = await host.InferAsync("echo-bf16", """{"inputs":[{"name":"x","datatype":"BF16","shape":[2],"data":[257,259]}]}""");
        brain.Data<double>("y").ShouldBe([256, 260]);
    }

    [Fact]
    public async Task Infer_BytesOutOfModel_AreJsonText()
    {
        var answer = await host.InferAsync("echo-bytes", """{"inputs":[{"name":"x","datatype":"BYTES","shape":[2,1],"data":[["é"],["\ud83d\ude00"]]}]}""");
        answer.Data<string>("y").ShouldBe(["é", "😀"]);
        answer.Output("y").GetProperty("shape").GetRawText().ShouldBe("[2,1]");
    }

    [Fact]
    public async Task Infer_BinaryBytesNotUtf8_AreAnsweredBinaryOrRefused()
    {
        byte[] bytes = [2, 0, 0, 0, 0xFF, 0xFE];
        const string start = """{"inputs":[{"name":"x","datatype":"BYTES","shape":[1],"parameters":{"binary_data_size":6}}]""";
        var binary = await BinaryBody.Post("/v2/models/echo-bytes/infer", start + ""","parameters":{"binary_data_output":true}}""", bytes).SendAsync(host.Internal);
        if (binary.Status == 200)
            binary.Parts().ShouldHaveSingleItem().ShouldBe(bytes);
        else
            binary.ShouldBeRefusal(400);
    }

    /// <summary>Numbers by value, since a number may be written in more than one way.</summary>
    private static string Canonical(string type, string data) => type.StartsWith("fp", StringComparison.Ordinal) || type == "bf16"
        ? string.Join(',', JsonDocument.Parse(data).RootElement.EnumerateArray().Select(element => Value(type, element)))
        : string.Join('\u0001', JsonDocument.Parse(data).RootElement.EnumerateArray().Select(element => element.ToString()));

    private static string Value(string type, JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.String)
            return element.GetString()!;
        return type switch
        {
            "fp64" => BitConverter.DoubleToInt64Bits(element.GetDouble()).ToString(CultureInfo.InvariantCulture),
            "fp16" => BitConverter.HalfToInt16Bits((Half)element.GetDouble()).ToString(CultureInfo.InvariantCulture),
            _ => BitConverter.SingleToInt32Bits(element.GetSingle()).ToString(CultureInfo.InvariantCulture),
        };
    }
}
