using System.Text.Json;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Protocols;

/// <summary>What <c>/status</c> and the calls about readiness say of documents that do not serve.</summary>
[Collection(nameof(TroubleHost))]
public sealed class StatusTests(TroubleHost trouble)
{
    public static TheoryData<string> Files => [.. TroubleHost.Documents.Keys];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Status_DocumentNotServed_SaysTheFieldAndWhereItStands(string file)
    {
        var document = TroubleHost.Documents[file];
        var entry = await EntryAsync(document.Kind, Path.GetFileNameWithoutExtension(file));

        entry.GetProperty("state").GetString().ShouldBe("not-served");
        entry.GetProperty("reason").GetString().ShouldBe(document.Reason, entry.GetRawText());
        var message = entry.GetProperty("message").GetString()!;
        message.ShouldContain(document.Field);
        if (document.Line.Length > 0)
        {
            var line = Array.FindIndex(document.Yaml.Split('\n'), text => text.Contains(document.Line, StringComparison.Ordinal)) + 1;
            line.ShouldBeGreaterThan(0);
            message.ShouldContain($"{file}:{line}:");
        }
    }

    [Fact]
    public async Task Status_EachDocument_HasAllMembers()
    {
        var status = (await RawRequest.Get("/status").SendAsync(trouble.Host.InternalUrl)).ShouldBeOk();
        status.Header("Content-Type").ShouldBe("application/json");
        status.Json.GetArrayLength().ShouldBeGreaterThan(TroubleHost.Documents.Count);
        foreach (var entry in status.Json.EnumerateArray())
        {
            entry.EnumerateObject().Select(property => property.Name).Take(7).ShouldBe(["kind", "namespace", "name", "state", "reason", "message", "since"]);
            entry.GetProperty("namespace").GetString().ShouldBe("tests");
            entry.GetProperty("since").GetDateTimeOffset().ShouldBeGreaterThan(TimeProvider.System.GetUtcNow().AddHours(-1));
        }
    }

    [Fact]
    public async Task Status_Ready_HasDigestAndUrl()
    {
        var component = await EntryAsync("MLComponent", "sum");
        component.GetProperty("state").GetString().ShouldBe("ready");
        component.GetProperty("digest").GetString()!.Length.ShouldBe(64);
        var api = await EntryAsync("APIComponent", "sum-api");
        api.GetProperty("state").GetString().ShouldBe("ready");
        api.GetProperty("url").GetString().ShouldBe("/tests/sum");
    }

    [Fact]
    public async Task Status_ModelMissing_WaitsAndSaysWhereToPutIt()
    {
        var component = await EntryAsync("MLComponent", "absent");
        component.GetProperty("state").GetString().ShouldBe("waiting");
        component.GetProperty("message").GetString()!.ShouldContain("'model.onnx' is not in box absent-models yet");
        (await EntryAsync("APIComponent", "absent-api")).GetProperty("message").GetString()!.ShouldContain("tests.absent is waiting");
    }

    [Fact]
    public async Task Status_HalfAModel_FailedWithTheReason()
    {
        var component = await EntryAsync("MLComponent", "broken");
        component.GetProperty("state").GetString().ShouldBe("failed");
        component.GetProperty("reason").GetString().ShouldBe("LoadFailed");
        component.GetProperty("message").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Status_Unpublished_IsNotServedAndAnswers404()
    {
        var api = await EntryAsync("APIComponent", "hidden-api");
        api.GetProperty("state").GetString().ShouldBe("not-served");
        api.GetProperty("reason").GetString().ShouldBe("Unpublished");
        (await RawRequest.Post("/tests/hidden/predict", "{}").SendAsync(trouble.Host.PublicUrl)).ShouldBeProblem(404);
    }

    [Theory]
    [InlineData("basic")]
    [InlineData("oidc")]
    [InlineData("behind")]
    [InlineData("dangling")]
    public async Task Predict_ApiNotServed_Is404(string path)
    {
        (await RawRequest.Post($"/tests/{path}/predict", "{}").SendAsync(trouble.Host.PublicUrl)).ShouldBeProblem(404);
        (await RawRequest.Get($"/tests/{path}/v2/health/ready").SendAsync(trouble.Host.PublicUrl)).ShouldBeRefusal(404);
    }

    [Fact]
    public async Task Ready_SomeAreNot_Is503AndNamesThem()
    {
        var answer = await RawRequest.Get("/v2/health/ready").SendAsync(trouble.Host.InternalUrl);

        answer.Status.ShouldBe(503);
        answer.Header("Retry-After").ShouldBe("1");
        var error = answer.Json.GetProperty("error").GetString()!;
        error.ShouldContain("tests.absent is waiting");
        error.ShouldContain("tests.broken is failed");
        error.ShouldNotContain("tests.sum");
        error.ShouldNotContain("tests.misspelt");
        (await RawRequest.Get("/tests/sum/v2/health/ready").SendAsync(trouble.Host.PublicUrl)).ShouldBeOk();
        (await RawRequest.Get("/v2/health/live").SendAsync(trouble.Host.InternalUrl)).ShouldBeOk();
    }

    [Theory]
    [InlineData("absent", "waiting")]
    [InlineData("broken", "failed")]
    public async Task Model_NotReady_Is503OnEveryCall(string model, string state)
    {
        foreach (var call in (string[])["", "/ready", "/config"])
        {
            var answer = (await RawRequest.Get($"/v2/models/{model}{call}").SendAsync(trouble.Host.InternalUrl)).ShouldBeRefusal(503);
            answer.Header("Retry-After").ShouldBe("1");
            answer.Json.GetProperty("error").GetString()!.ShouldContain($"tests.{model} is {state}");
        }
    }

    [Fact]
    public async Task Index_EachState_HasItsName()
    {
        var index = (await RawRequest.Post("/v2/repository/index", "").SendAsync(trouble.Host.InternalUrl)).ShouldBeOk().Json;
        State(index, "tests.sum").ShouldBe("READY");
        State(index, "tests.absent").ShouldBe("LOADING");
        State(index, "tests.broken").ShouldBe("UNAVAILABLE");

        var ready = (await RawRequest.Post("/v2/repository/index", """{"ready":true}""").SendAsync(trouble.Host.InternalUrl)).ShouldBeOk().Json;
        ready.EnumerateArray().ShouldAllBe(entry => entry.GetProperty("state").GetString() == "READY");
        State(ready, "tests.sum").ShouldBe("READY");
    }

    private static string? State(JsonElement index, string name) =>
        index.EnumerateArray().Single(entry => entry.GetProperty("name").GetString() == name).GetProperty("state").GetString();

    private async Task<JsonElement> EntryAsync(string kind, string name) =>
        (await RawRequest.Get("/status").SendAsync(trouble.Host.InternalUrl)).ShouldBeOk().Json.EnumerateArray()
            .Single(entry => entry.GetProperty("kind").GetString() == kind && entry.GetProperty("name").GetString() == name);
}
