using System.Text;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.BadInput;

/// <summary>Bodies that are no JSON, or not the JSON that is wanted, on both protocols.</summary>
public sealed class JsonTests(ModelsHost host)
{
    private const string B = """,{"name":"b","datatype":"FP32","shape":[2],"data":[3,4]}]}""";

    /// <summary>Bodies that are wrong in the same way for both, and the path that the answer names.</summary>
    public static TheoryData<string, string> WrongBodies => new()
    {
        { "[]", "" }, { "null", "" }, { "\"text\"", "" }, { "{}", "" }, { """{"inputs":{}}""", "inputs" }, { """{"inputs":"a"}""", "inputs" }, { """{"inputs":[]}""", "inputs" },
        { """{"inputs":[1]}""", "inputs[0]" }, { """{"inputs":[null]}""", "inputs[0]" }, { """{"inputs":[[]]}""", "inputs[0]" }, { """{"inputs":[{}]}""", "inputs[0]" },
        { """{"inputs":[{"name":1,"datatype":"FP32","shape":[1],"data":[1]}]}""", "inputs[0].name" },
        { """{"inputs":[{"name":"a","datatype":"FP33","shape":[1],"data":[1]}]}""", "inputs[0].datatype" },
        { """{"inputs":[{"name":"a","datatype":"fp32","shape":[1],"data":[1]}]}""", "inputs[0].datatype" },
        { """{"inputs":[{"name":"a","datatype":32,"shape":[1],"data":[1]}]}""", "inputs[0].datatype" },
        { """{"inputs":[{"name":"a","datatype":"FP32","shape":"2","data":[1]}]}""", "inputs[0].shape" },
        { """{"inputs":[{"name":"a","datatype":"FP32","shape":[1.5],"data":[1]}]}""", "inputs[0].shape" },
        { """{"inputs":[{"name":"a","datatype":"FP32","shape":["1"],"data":[1]}]}""", "inputs[0].shape" },
        { """{"inputs":[{"name":"a","datatype":"FP32","shape":[-1],"data":[1]}]}""", "inputs[0].shape" },
        { """{"inputs":[{"name":"a","datatype":"FP32","shape":[9223372036854775808],"data":[1]}]}""", "inputs[0].shape" },
        { """{"inputs":[{"name":"a","datatype":"FP32","shape":[9223372036854775807],"data":[1]}]}""", "inputs[0]." },
        { """{"inputs":[{"name":"a","datatype":"FP32","shape":[4294967296,4294967296],"data":[1]}]}""", "inputs[0]." },
        { """{"inputs":[{"name":"a","datatype":"FP32","shape":[0,9223372036854775807,9223372036854775807],"data":[1]}]}""", "inputs[0]." },
        { """{"inputs":[{"name":"a","datatype":"FP32","shape":[2],"data":[1]}]}""", "inputs[0].data" },
        { """{"inputs":[{"name":"a","datatype":"FP32","shape":[2],"data":[1,2,3]}]}""", "inputs[0].data" },
        { """{"inputs":[{"name":"a","datatype":"FP32","shape":[2],"data":[]}]}""", "inputs[0].data" },
        { """{"inputs":[{"name":"a","datatype":"FP32","shape":[2],"data":[[1],[2,3]]}]}""", "inputs[0].data" },
        { """{"inputs":[{"name":"a","datatype":"FP32","shape":[2,2],"data":[[1,2],[3]]}]}""", "inputs[0].data" },
        { """{"inputs":[{"name":"a","datatype":"FP32","shape":[2],"data":{"0":1,"1":2}}]}""", "inputs[0].data" },
        { """{"inputs":[{"name":"a","datatype":"FP32","shape":[2],"data":"12"}]}""", "inputs[0].data" },
        { """{"inputs":[{"name":"a","datatype":"FP32","shape":[2],"data":null}]}""", "inputs[0].data" },
        { """{"inputs":[{"name":"a","datatype":"FP32","shape":[2],"data":[1,"2"]}]}""", "inputs[0].data" },
        { """{"inputs":[{"name":"a","datatype":"FP32","shape":[2],"data":[1,true]}]}""", "inputs[0].data" },
        { """{"inputs":[{"name":"a","datatype":"FP32","shape":[2],"data":[1,null]}]}""", "inputs[0].data" },
        { """{"inputs":[{"name":"a","datatype":"FP32","shape":[2],"data":[1,1e39]}]}""", "inputs[0].data" },
        { """{"inputs":[{"name":"a","datatype":"FP32","shape":[2],"data":[1,-1e999999999999999999999]}]}""", "inputs[0].data" },
        { """{"inputs":[{"name":"a","datatype":"INT64","shape":[1],"data":[9223372036854775808]}]}""", "inputs[0].data" },
        { """{"inputs":[{"name":"a","datatype":"UINT64","shape":[1],"data":[-1]}]}""", "inputs[0].data" },
        { """{"inputs":[{"name":"a","datatype":"INT32","shape":[1],"data":[1.5]}]}""", "inputs[0].data" },
        { """{"inputs":[{"name":"a","datatype":"BOOL","shape":[1],"data":[1]}]}""", "inputs[0].data" },
        { """{"inputs":[{"name":"a","datatype":"BYTES","shape":[1],"data":[1]}]}""", "inputs[0].data" },
        { """{"inputs":[{"name":"a","datatype":"FP32","shape":[2],"data":[1,2]},{"name":"a","datatype":"FP32","shape":[2],"data":[1,2]}]}""", "inputs[1].name" },
        { """{"inputs":[{"name":"a","name":"a","datatype":"FP32","shape":[2],"data":[1,2]}]}""", "inputs[0]" },
        { """{"inputs":[],"inputs":[]}""", "" },
        { """{"inputs":[{"name":"a","datatype":"FP32","shape":[2],"data":[1,2]}]}""", "inputs" },
        { """{"inputs":[{"name":"a","datatype":"FP32","shape":[2],"data":[1,2]},{"name":"c","datatype":"FP32","shape":[2],"data":[1,2]}""" + B, "inputs[1].name" },
        { """{"inputs":[{"name":"a","datatype":"FP32","shape":[2],"data":[1,2]}""" + B[..^1] + ""","parameters":3}""", "parameters" },
    };

    public static TheoryData<string> Malformed =>
    [
        "", " ", "{", "[", "}", "]", "nul", "nulll", "{]", "{\"inputs\"", "{\"inputs\":", "{\"inputs\":[}", "{'inputs':[]}", "{\"inputs\":[],}", "{inputs:[]}", "{\"inputs\":[]}x",
        "{\"inputs\":[]}{}", "// no\n{}", "{\"inputs\":[1,]}", "{\"inputs\":01}", "{\"inputs\":+1}", "{\"inputs\":.5}", "{\"inputs\":1.}", "{\"inputs\":1e}", "{\"inputs\":--1}", "{\"inputs\":0x10}",
        "{\"inputs\":\"\\x\"}", "{\"inputs\":\"\\u12\"}", "{\"inputs\":\"\\ud800\"}", "{\"inputs\":\"\\udc00\\ud800\"}", "{\"inputs\":\"\n\"}", "{\"inputs\":\"\t\"}", "{\"inputs\":\"\u0000\"}", "\uFEFF{}x",
        "{\"in\\u0000puts\":[]", "\u0000", "{\"a\":NaN}x", "{\"inputs\":tru}", "{\"inputs\" []}", "{\"inputs\":[] \"x\":1}",
    ];

    [Theory]
    [MemberData(nameof(WrongBodies))]
    public async Task Body_Wrong_Is400AndNamesThePlace(string body, string path)
    {
        (await host.PredictAsync("sum", body)).ShouldName(400, "errors", path);
        (await host.InferAsync("sum", body)).ShouldName(400, "details", path);
        await host.ShouldBeServedAsync();
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task Body_Malformed_Is400(string body)
    {
        (await host.PredictAsync("sum", body)).Status.ShouldBe(400);
        (await host.InferAsync("sum", body)).Status.ShouldBe(400);
        await host.ShouldBeServedAsync();
    }

    [Theory]
    [InlineData("""{"inputs":[{"name":"a","datatype":"FP32","shape":[2],"data":[1,2]},{"name":"b","datatype":"FP32","shape":[2],"data":[3,4]}],"output_fields":[{"name":"z"}]}""", "output_fields[0].name")]
    [InlineData("""{"inputs":[{"name":"a","datatype":"FP32","shape":[2],"data":[1,2]},{"name":"b","datatype":"FP32","shape":[2],"data":[3,4]}],"output_fields":[{"name":"sum"},{"name":"sum"}]}""", "output_fields[1].name")]
    [InlineData("""{"inputs":[{"name":"a","datatype":"FP32","shape":[2],"data":[1,2]},{"name":"b","datatype":"FP32","shape":[2],"data":[3,4]}],"output_fields":[{"name":"sum","datatype":"FP64"}]}""", "output_fields[0].datatype")]
    [InlineData("""{"inputs":[{"name":"a","datatype":"FP32","shape":[2],"data":[1,2]},{"name":"b","datatype":"FP32","shape":[2],"data":[3,4]}],"parameters":[["x"]]}""", "parameters[0]")]
    public async Task Predict_Wrong_NamesThePlace(string body, string path) => (await host.PredictAsync("sum", body)).ShouldName(400, "errors", path);

    [Theory]
    [InlineData("\"id\":7", "id")]
    [InlineData("\"outputs\":[{\"name\":\"z\"}]", "outputs[0].name")]
    [InlineData("\"outputs\":[{\"name\":\"sum\"},{\"name\":\"sum\"}]", "outputs[1].name")]
    [InlineData("\"outputs\":[{\"name\":\"sum\",\"parameters\":{\"binary_data\":1}}]", "outputs[0].parameters.binary_data")]
    [InlineData("\"outputs\":[{\"name\":\"sum\",\"parameters\":{\"classification\":-1}}]", "outputs[0].parameters.classification")]
    [InlineData("\"parameters\":{\"timeout\":-1}", "parameters.timeout")]
    [InlineData("\"parameters\":{\"timeout\":\"soon\"}", "parameters.timeout")]
    [InlineData("\"parameters\":{\"triton_x\":1}", "parameters.triton_x")]
    [InlineData("\"parameters\":{\"x\":{}}", "parameters.x")]
    [InlineData("\"parameters\":{\"x\":1,\"x\":2}", "parameters")]
    [InlineData("\"parameters\":{\"binary_data_output\":\"yes\"}", "parameters.binary_data_output")]
    [InlineData("\"parameters\":{\"sequence_id\":1}", "parameters.sequence_id")]
    public async Task Infer_Wrong_NamesThePlace(string member, string path) =>
        (await host.InferAsync("sum", "{" + member + "," + GoodRequest.Body[1..])).ShouldName(400, "details", path);

    [Fact]
    public async Task Body_EveryPrefixOfAGoodOne_Is400()
    {
        using var outside = await RawConnection.OpenAsync(host.Public);
        using var inside = await RawConnection.OpenAsync(host.Internal);
        for (var length = 0; length < GoodRequest.Body.Length; length++)
        {
            (await outside.ExchangeAsync(RawRequest.Post(GoodRequest.Predict, GoodRequest.Body[..length]))).Status.ShouldBe(400);
            (await inside.ExchangeAsync(RawRequest.Post(GoodRequest.Infer, GoodRequest.Body[..length]))).Status.ShouldBe(400);
        }
    }

    [Theory]
    [InlineData("[", "]", 100_000)]
    [InlineData("{\"a\":", "}", 100_000)]
    [InlineData("{\"inputs\":[", "]}", 50_000)]
    [InlineData("{\"unknown\":[", "]}", 1_000)]
    public async Task Body_NestedDeeply_Is400(string open, string close, int depth)
    {
        foreach (var body in (string[])[string.Concat(Enumerable.Repeat(open, depth)), string.Concat(Enumerable.Repeat(open, depth)) + "1" + string.Concat(Enumerable.Repeat(close, depth))])
        {
            (await host.PredictAsync("sum", body)).Status.ShouldBe(400);
            (await host.InferAsync("sum", body)).Status.ShouldBe(400);
        }

        await host.ShouldBeServedAsync();
    }

    [Fact]
    public async Task Data_NestedDeeply_Is400()
    {
        var data = new string('[', 5000) + "1" + new string(']', 5000);
        (await host.PredictAsync("echo-fp32", $$"""{"inputs":[{"name":"x","datatype":"FP32","shape":[1],"data":{{data}}}]}""")).Status.ShouldBe(400);
        (await host.InferAsync("echo-fp32", $$"""{"inputs":[{"name":"x","datatype":"FP32","shape":[{{string.Join(',', Enumerable.Repeat(1, 5000))}}],"data":[1]}]}""")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task Number_OfAMillionDigits_IsReadOrRefusedQuickly()
    {
        var digits = new string('9', 1_000_000);
        foreach (var (number, status) in ((string, int)[])[(digits, 400), ("0." + digits, 200), ($"1e-{digits}", 200), ($"1e{digits}", 400), ($"-0.{new string('0', 1_000_000)}1", 200)])
        {
            var answer = await host.PredictAsync("echo-fp32", $$"""{"inputs":[{"name":"x","datatype":"FP32","shape":[1],"data":[{{number}}]}]}""");
            answer.Status.ShouldBe(status, answer.Text);
            answer.Body.Length.ShouldBeLessThan(2000);
        }
    }

    [Theory]
    [InlineData("{\"inputs\":[{\"name\":\"\xFF\",\"datatype\":\"FP32\",\"shape\":[1],\"data\":[1]}]}")]
    [InlineData("{\"inputs\":[{\"name\":\"x\",\"datatype\":\"BYTES\",\"shape\":[1],\"data\":[\"\xC3\x28\"]}]}")]
    [InlineData("{\"inputs\":[{\"name\":\"x\",\"datatype\":\"BYTES\",\"shape\":[1],\"data\":[\"\xC0\x80\"]}]}")]
    [InlineData("{\"inputs\":[{\"name\":\"x\",\"datatype\":\"BYTES\",\"shape\":[1],\"data\":[\"\xED\xA0\x80\"]}]}")]
    [InlineData("{\"inputs\":[{\"name\":\"x\",\"datatype\":\"BYTES\",\"shape\":[1],\"data\":[\"\xF5\x80\x80\x80\"]}]}")]
    [InlineData("{\"inputs\":[],\"\xE2\x82\":1}")]
    [InlineData("{\"inputs\":[],\"x\":\"\x80\"}")]
    [InlineData("{\"inputs\":[]}\xFF")]
    [InlineData("{\0\"\0i\0n\0")]
    public async Task Body_NotUtf8_Is400(string latin1)
    {
        var body = Encoding.Latin1.GetBytes(latin1);
        (await RawRequest.Post("/tests/echo-bytes/predict", body).SendAsync(host.Public)).Status.ShouldBe(400);
        (await RawRequest.Post("/v2/models/echo-bytes/infer", body).SendAsync(host.Internal)).Status.ShouldBe(400);
        await host.ShouldBeServedAsync();
    }

    [Fact]
    public async Task Body_LongNames_AreNotRepeatedWhole()
    {
        var name = new string('n', 100_000);
        foreach (var answer in (RawResponse[])[
            await host.PredictAsync("sum", GoodRequest.Body.Replace("\"a\"", $"\"{name}\"")), await host.InferAsync("sum", GoodRequest.Body.Replace("\"FP32\"", $"\"{name}\""))])
        {
            answer.Status.ShouldBe(400);
            answer.Body.Length.ShouldBeLessThan(2000);
        }
    }

    [Fact]
    public async Task Body_ThousandsOfMistakes_AreToldInBounds()
    {
        var input = """{"name":"a","datatype":"FP99","shape":"x","data":null}""";
        var body = $$"""{"inputs":[{{string.Join(',', Enumerable.Repeat(input, 20_000))}}]}""";
        foreach (var answer in (RawResponse[])[await host.PredictAsync("sum", body), await host.InferAsync("sum", body)])
        {
            answer.Status.ShouldBe(400);
            answer.Body.Length.ShouldBeLessThan(100_000);
        }
    }

    [Theory]
    [InlineData("[2]", "[3]")]
    [InlineData("[3]", "[2]")]
    public async Task Shapes_ThatDoNotGoTogether_Are400(string a, string b)
    {
        var body = $$"""{"inputs":[{"name":"a","datatype":"FP32","shape":{{a}},"data":{{Ones(a)}}},{"name":"b","datatype":"FP32","shape":{{b}},"data":{{Ones(b)}}}]}""";
        (await host.PredictAsync("sum", body)).Status.ShouldBe(400);
        (await host.InferAsync("sum", body)).Status.ShouldBe(400);
    }

    private static string Ones(string shape) => shape == "[2]" ? "[1,1]" : "[1,1,1]";
}
