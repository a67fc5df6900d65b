using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Protocols;

/// <summary>What a request may say besides its inputs.</summary>
public sealed class InferRequestTests(ModelsHost host)
{
    private const string Inputs = """
        "inputs":[{"name":"a","datatype":"FP32","shape":[1],"data":[5]},{"name":"b","datatype":"FP32","shape":[1],"data":[3]}]
        """;

    [Theory]
    [InlineData("""{"id":"π \" 42",INPUTS}""", "π \" 42")]
    [InlineData("""{INPUTS,"id":""}""", null)]
    [InlineData("""{INPUTS}""", null)]
    public async Task Infer_Id_IsEchoed(string body, string? expected)
    {
        var answer = (await InferAsync(body)).ShouldBeOk();
        (answer.Json.TryGetProperty("id", out var id) ? id.GetString() : null).ShouldBe(expected);
    }

    [Fact]
    public async Task Infer_SeveralNamesOnOneConnection_EachIsEchoed()
    {
        using var connection = await RawConnection.OpenAsync(host.Internal);
        foreach (var name in (string[])["sum", "sum", "tests.sum", "sum"])
        {
            var answer = await connection.ExchangeAsync(RawRequest.Post($"/v2/models/{name}/infer", With("{INPUTS}")));
            answer.ShouldBeOk().Json.GetProperty("model_name").GetString().ShouldBe(name);
        }
    }

    [Theory]
    [InlineData("""{INPUTS,"outputs":[{"name":"difference"},{"name":"sum"}]}""", "difference,sum")]
    [InlineData("""{INPUTS,"outputs":[{"name":"sum"},{"name":"difference"}]}""", "sum,difference")]
    [InlineData("""{INPUTS,"outputs":[{"name":"difference"}]}""", "difference")]
    [InlineData("""{INPUTS,"outputs":[]}""", "sum,difference")]
    [InlineData("""{INPUTS}""", "sum,difference")]
    public async Task Infer_OutputsAsked_AreTheseInThisOrder(string body, string expected) => Names(await InferAsync(body)).ShouldBe(expected);

    [Theory]
    [InlineData("""{INPUTS,"output_fields":[{"name":"difference","datatype":"FP32"},{"name":"sum"}]}""", "difference,sum")]
    [InlineData("""{"output_fields":[{"name":"difference"}],INPUTS}""", "difference")]
    [InlineData("""{INPUTS,"output_fields":[]}""", "sum,difference")]
    [InlineData("""{INPUTS,"output_fields":null,"model_key":"ignored","parameters":[["x",1],{"name":"y","value":null}]}""", "sum,difference")]
    [InlineData("""{INPUTS,"parameters":{"x":1.5,"y":"z","z":true},"anything":{"else":[1,{}]}}""", "sum,difference")]
    public async Task Predict_OutputFields_AreTheseInThisOrder(string body, string expected) =>
        Names(await host.PredictAsync("sum", With(body))).ShouldBe(expected);

    [Theory]
    [InlineData("""{INPUTS,"parameters":{"timeout":60000000,"priority":1,"sequence_id":0,"sequence_start":false,"headers":"x","mine":2.5}}""")]
    [InlineData("""{"parameters":{},INPUTS,"unknown":[[[]]]}""")]
    [InlineData("""{"inputs":[{"shape":[1],"data":[3],"parameters":{"any":"thing"},"name":"b","datatype":"FP32"},{"data":[5],"name":"a","shape":[1],"datatype":"FP32"}]}""")]
    public async Task Infer_ParametersAndOrderOfKeys_MakeNoDifference(string body)
    {
        var answer = await InferAsync(body);
        answer.Data<float>("sum").ShouldBe([8f]);
        answer.Data<float>("difference").ShouldBe([2f]);
    }

    [Fact]
    public async Task Infer_Classification_IsBytes()
    {
        var answer = await host.InferAsync("echo-fp32", """{"inputs":[{"name":"x","datatype":"FP32","shape":[3],"data":[0.5,2,1]}],"outputs":[{"name":"y","parameters":{"classification":2}}]}""");
        answer.Output("y").GetProperty("datatype").GetString().ShouldBe("BYTES");
        answer.Data<string>("y").ShouldBe(["2:1", "1:2"]);
    }

    [Fact]
    public async Task Predict_OptionalInputLeftOut_TakesTheModelsOwn()
    {
        var answer = await host.PredictAsync("scale", """{"inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"data":[1,2]}]}""");
        answer.Data<float>("y").ShouldBe([10f, 20f]);
    }

    [Theory]
    [InlineData("sum", true)]
    [InlineData("tests.sum", true)]
    [InlineData("tests%2Esum", true)]
    [InlineData("digits", false)]
    [InlineData("left.twin", false)]
    public async Task PublicInfer_Name_IsTheOwnOnly(string name, bool isServed)
    {
        var answer = await RawRequest.Post($"/tests/sum/v2/models/{name}/infer", With("{INPUTS}")).SendAsync(host.Public);
        if (isServed)
            answer.Data<float>("sum").ShouldBe([8f]);
        else
            answer.ShouldBeRefusal(404).Json.GetProperty("error").GetString()!.ShouldContain("'sum'");
    }

    [Theory]
    [InlineData("/v2/models/sum/versions/1/infer", 200)]
    [InlineData("/v2/models/sum/versions/2/infer", 404)]
    [InlineData("/v2/models/sum/versions/latest/infer", 404)]
    [InlineData("/v2/models/sum/versions//infer", 404)]
    [InlineData("/v2/models/sum/infer/", 404)]
    [InlineData("/v2/models/nothing/infer", 404)]
    [InlineData("/v2/models//infer", 404)]
    [InlineData("/v2/models/sum/generate", 404)]
    public async Task Infer_Path_HasThisStatus(string target, int status)
    {
        var answer = await RawRequest.Post(target, With("{INPUTS}")).SendAsync(host.Internal);
        answer.Status.ShouldBe(status, answer.Text);
        if (status != 200)
            answer.ShouldBeRefusal(status);
    }

    [Fact]
    public async Task Infer_NameOfTwo_ListsBoth()
    {
        var answer = (await host.InferAsync("twin", With("{INPUTS}"))).ShouldBeRefusal(404);
        answer.Json.GetProperty("error").GetString()!.ShouldContain("left.twin or right.twin");
        (await host.InferAsync("left.twin", With("{INPUTS}"))).Data<float>("sum").ShouldBe([8f]);
        (await host.InferAsync("right.twin", With("{INPUTS}"))).Data<float>("sum").ShouldBe([8f]);
    }

    private static string With(string body) => body.Replace("INPUTS", Inputs, StringComparison.Ordinal);

    private static string Names(RawResponse answer) =>
        string.Join(',', answer.ShouldBeOk().Json.GetProperty("outputs").EnumerateArray().Select(output => output.GetProperty("name").GetString()));

    private Task<RawResponse> InferAsync(string body) => host.InferAsync("sum", With(body));
}
