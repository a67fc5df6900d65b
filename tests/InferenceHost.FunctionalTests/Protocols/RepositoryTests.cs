using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Protocols;

/// <summary>Loading and unloading by request, where the host allows it and where not.</summary>
[Collection(nameof(TroubleHost))]
public sealed class RepositoryTests(TroubleHost trouble, ModelsHost plain)
{
    private const string Inputs = """{"inputs":[{"name":"a","datatype":"FP32","shape":[1],"data":[5]},{"name":"b","datatype":"FP32","shape":[1],"data":[3]}]}""";

    [Theory]
    [InlineData("load")]
    [InlineData("unload")]
    public async Task Tell_NotAllowed_Is403AndNothingHappens(string call)
    {
        var answer = (await RawRequest.Post($"/v2/repository/models/sum/{call}", "{}").SendAsync(plain.Internal)).ShouldBeRefusal(403);
        answer.Json.GetProperty("error").GetString()!.ShouldContain("--repository-control");
        (await plain.InferAsync("sum", Inputs)).ShouldBeOk();
    }

    [Fact]
    public async Task UnloadAndLoad_Allowed_StopsAndServesAgain()
    {
        (await TellAsync("idle", "unload")).ShouldBeOk().Body.ShouldBeEmpty();
        var gone = (await InferAsync("idle")).ShouldBeRefusal(503);
        gone.Json.GetProperty("error").GetString()!.ShouldContain("unloaded on request");
        gone.Header("Retry-After").ShouldBe("1");
        var index = (await RawRequest.Post("/v2/repository/index", "").SendAsync(trouble.Host.InternalUrl)).ShouldBeOk().Json;
        index.EnumerateArray().Single(entry => entry.GetProperty("name").GetString() == "tests.idle").GetProperty("state").GetString().ShouldBe("UNAVAILABLE");

        (await TellAsync("tests.idle", "load", """{"parameters":{}}""")).ShouldBeOk().Body.ShouldBeEmpty();
        (await InferAsync("idle")).Data<float>("sum").ShouldBe([8f]);
        (await TellAsync("idle", "load", """{"parameters":{"unload_dependents":true}}""")).ShouldBeOk();
        (await InferAsync("idle")).ShouldBeOk();
    }

    [Theory]
    [InlineData("nothing", "{}", 404)]
    [InlineData("sum", "{", 400)]
    [InlineData("sum", "[]", 400)]
    [InlineData("sum", """{"parameters":{"config":"{}"}}""", 400)]
    [InlineData("sum", """{"parameters":{"file:1/model.onnx":"AAAA"}}""", 400)]
    [InlineData("absent", "{}", 503)]
    [InlineData("broken", "{}", 503)]
    public async Task Load_CannotBe_IsRefused(string model, string body, int status)
    {
        var answer = await TellAsync(model, "load", body);
        answer.Status.ShouldBe(status, answer.Text);
        answer.Json.GetProperty("error").GetString().ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("""{"ready":1}""")]
    [InlineData("""{"ready":"true"}""")]
    [InlineData("nonsense")]
    [InlineData("[1]")]
    public async Task Index_BadBody_Is400(string body)
    {
        var answer = await RawRequest.Post("/v2/repository/index", body).SendAsync(plain.Internal);
        answer.Status.ShouldBe(400, answer.Text);
        answer.Json.GetProperty("error").GetString().ShouldNotBeNullOrEmpty();
    }

    private Task<RawResponse> TellAsync(string model, string call, string body = "") =>
        RawRequest.Post($"/v2/repository/models/{model}/{call}", body).SendAsync(trouble.Host.InternalUrl);

    private Task<RawResponse> InferAsync(string model) => RawRequest.Post($"/v2/models/{model}/infer", Inputs).SendAsync(trouble.Host.InternalUrl);
}
