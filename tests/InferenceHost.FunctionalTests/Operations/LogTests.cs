using System.Text.Json;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Operations;

/// <summary>What a host writes while it serves: a line per failed request, nothing else.</summary>
public sealed class LogTests : IAsyncLifetime
{
    private const string Secret = "hunter2-never-to-be-logged";
    private const string Good = """{"inputs":[{"name":"x","datatype":"BYTES","shape":[1],"data":["hunter2-never-to-be-logged"]}]}""";
    private readonly ManifestFolder folder = new();
    private HostProcess? host;

    private HostProcess Host => host.ShouldNotBeNull();

    public async ValueTask InitializeAsync()
    {
        folder.Add("tests", "text", TestModels.PathOf("echo-bytes")).Add("tests", "pick", TestModels.PathOf("pick"));
        folder.Add("tests", "hasty", TestModels.PathOf("slow"), "requestTimeout: 50ms\nwarmup: { enabled: false }");
        host = await HostProcess.StartAsync(new HostStart(folder.FullPath) { Environment = new Dictionary<string, string?> { ["SOME_PASSWORD"] = Secret } }, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Log_Failures_AreALineEachWithIdAndCause()
    {
        await FailAsync("malformed", "text", "{", 400);
        await FailAsync("invalid", "text", """{"inputs":[]}""", 400);
        await FailAsync("failed", "pick", """{"inputs":[{"name":"index","datatype":"INT64","data":[99]}]}""", 500);
        await FailAsync("late", "hasty", """{"inputs":[{"name":"iterations","datatype":"INT64","shape":[],"data":[1000000000]}]}""", 504);
        (await RawRequest.Post("/tests/text/predict", [1], "text/xml").With("X-Request-Id", "media").SendAsync(Host.PublicUrl)).Status.ShouldBe(415);
        (await RawRequest.Post("/v2/models/text/infer", "{").With("X-Request-Id", "large").With("Content-Length", "99999999999").SendAsync(Host.InternalUrl)).Status.ShouldBe(413);
        await StopAsync();

        var lines = Failures();
        lines.Select(Id).ShouldBe(["malformed", "invalid", "failed", "late", "media", "large"]);
        lines.Select(line => Field(line, "Code")).ShouldBe(["MalformedRequest", "InvalidInput", "ModelFailed", "DeadlineExceeded", "UnsupportedMediaType", "BodyTooLarge"]);
        lines.Select(line => Field(line, "Component")).ShouldBe(["tests.text", "tests.text", "tests.pick", "tests.hasty", "tests.text", "tests.text"]);
        lines.Select(line => line.GetProperty("level").GetString()).ShouldBe(["Information", "Information", "Error", "Warning", "Information", "Information"]);
        Field(lines[1], "Cause").ShouldContain("missing required input");
        Field(lines[2], "Cause").ShouldContain("99");
    }

    [Fact]
    public async Task Log_SuccessesAndProbes_AreNotWritten()
    {
        var before = Host.Errors.Lines.Count;
        for (var i = 0; i < 20; i++)
        {
            (await RawRequest.Post("/tests/text/predict", Good).SendAsync(Host.PublicUrl)).ShouldBeOk();
            (await RawRequest.Post("/v2/models/text/infer", Good).SendAsync(Host.InternalUrl)).ShouldBeOk();
            (await RawRequest.Get("/v2/health/ready").SendAsync(Host.InternalUrl)).ShouldBeOk();
            (await RawRequest.Get("/status").SendAsync(Host.InternalUrl)).ShouldBeOk();
            (await RawRequest.Get("/metrics").SendAsync(Host.InternalUrl)).ShouldBeOk();
        }

        await StopAsync();
        Host.Errors.Lines.Skip(before).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("event").GetString()).ShouldBe(["LogDraining"]);
    }

    [Fact]
    public async Task Log_Secrets_AreNeverWritten()
    {
        string[] bodies =
        [
            Good, Good.Replace("[1]", "[2]"), Good.Replace("BYTES", "FP32"), Good[..^2], Good.Replace("\"inputs\"", $"\"parameters\":[[\"password\",\"{Secret}\"]],\"inputs\""),
            Good.Replace("\"inputs\"", $"\"parameters\":{{\"password\":{{\"a\":\"{Secret}\"}}}},\"inputs\""), $"{{\"inputs\":\"{Secret}\"}}", $"\"{Secret}\"", Secret,
        ];
        foreach (var body in bodies)
        {
            await RawRequest.Post($"/tests/text/predict?password={Secret}", body).With("Authorization", $"Bearer {Secret}").With("Cookie", Secret).SendAsync(Host.PublicUrl);
            await RawRequest.Post("/v2/models/text/infer", body).With("Authorization", $"Basic {Secret}").SendAsync(Host.InternalUrl);
        }

        await RawRequest.Post($"/tests/text/predict/{Secret}", "{}").SendAsync(Host.PublicUrl);
        await RawRequest.Get("/status").With("Host", $"{Secret}.example").SendAsync(Host.InternalUrl);
        await StopAsync();

        Failures().ShouldNotBeEmpty();
        Host.Errors.Lines.ShouldNotContain(line => line.Contains(Secret));
        Host.Output.Lines.ShouldNotContain(line => line.Contains(Secret));
    }

    [Fact]
    public async Task Log_EveryLine_IsAnObjectWithTimeLevelAndMessage()
    {
        await FailAsync("quote", "text", """{"inputs":[{"name":"a \"quoted\"\nname","datatype":"BYTES","shape":[1],"data":["x"]}]}""", 400);
        await StopAsync();

        foreach (var line in Host.Errors.Lines)
        {
            var json = JsonDocument.Parse(line).RootElement;
            json.GetProperty("timestamp").GetDateTimeOffset().ShouldBeGreaterThan(TimeProvider.System.GetUtcNow().AddHours(-1));
            json.GetProperty("level").GetString().ShouldNotBeNullOrEmpty();
            json.GetProperty("message").GetString().ShouldNotBeNullOrEmpty();
        }
    }

    private static string Field(JsonElement line, string name) => line.GetProperty("fields").GetProperty(name).ToString();

    private static string Id(JsonElement line) => Field(line, "RequestId");

    private JsonElement[] Failures() =>
        [.. Host.Errors.Lines.Select(line => JsonDocument.Parse(line).RootElement).Where(line => line.GetProperty("event").GetString() is "LogFailed" or "LogLate" or "LogRefused")];

    private async Task FailAsync(string id, string model, string body, int status) =>
        (await RawRequest.Post($"/tests/{model}/predict", body).With("X-Request-Id", id).SendAsync(Host.PublicUrl)).Status.ShouldBe(status);

    /// <summary>After it every line is there.</summary>
    private async Task StopAsync() => (await Host.StopAsync(TestContext.Current.CancellationToken)).ShouldBe(0, Host.Errors.ToString());
}
