using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Protocols;

/// <summary>What is reached by which listener, and who is let in.</summary>
public sealed class ListenerTests(ModelsHost host)
{
    public static TheoryData<string, string> InternalOnly =>
    [
        ("GET", "/status"), ("GET", "/metrics"), ("GET", "/v2"), ("GET", "/v2/"), ("GET", "/v2/health/live"), ("GET", "/v2/health/ready"), ("GET", "/v2/models"),
        ("GET", "/v2/models/sum"), ("POST", "/v2/models/sum/infer"), ("GET", "/v2/models/stats"), ("GET", "/v2/models/sum/stats"), ("POST", "/v2/repository/index"),
        ("POST", "/v2/repository/models/sum/unload"), ("GET", "/tests/sum/status"), ("GET", "/tests/sum/metrics"), ("GET", "/tests/sum/v2/models/stats"),
        ("GET", "/tests/sum/v2/models/sum/stats"), ("GET", "/tests/sum/v2/models/sum/versions/1/stats"), ("POST", "/tests/sum/v2/repository/index"),
        ("POST", "/tests/sum/v2/repository/models/sum/unload"), ("POST", "/tests/sum/v2/repository/models/sum/load"), ("POST", "/tests/sum/v2/repository/x/index"),
        ("GET", "/tests/sum/v2/models/digits"), ("POST", "/tests/sum/v2/models/digits/infer"), ("GET", "/tests/sum/v2/models/left.twin/ready"), ("GET", "/tests/sum/../../status"),
        ("GET", "/tests/sum/%2e%2e/%2e%2e/metrics"), ("GET", "//status"), ("GET", "/./status"), ("GET", "/tests/../status"), ("GET", "/%73tatus"), ("GET", "/status/"),
        ("GET", "/status?x=1"), ("GET", "/v2%2fmodels"), ("GET", "http://localhost/status"), ("GET", "/tests/sum/v2/../../../metrics"),
    ];

    public static TheoryData<string, string, bool> InternalCallers =>
    [
        ("Host", "localhost", true), ("Host", "LOCALHOST:1234", true), ("Host", "127.0.0.1", true), ("Host", "127.0.0.1:8081", true), ("Host", "[::1]:8081", true), ("Host", "127.1.2.3", true),
        ("Host", "evil.example", false), ("Host", "localhost.evil.example", false), ("Host", "evil.example:8081", false), ("Host", "127.0.0.1.evil.example", false), ("Host", "", false),
        ("Host", "192.168.1.1", false), ("Host", "10.0.0.1:8081", false), ("Origin", "http://evil.example", false), ("Origin", "null", false), ("Origin", "http://localhost:1", false),
        ("Origin", "http://localhost", true), ("Origin", "file://", false), ("Sec-Fetch-Site", "cross-site", false), ("Sec-Fetch-Site", "same-site", false), ("Sec-Fetch-Site", "anything", false),
        ("Sec-Fetch-Site", "same-origin", true), ("Sec-Fetch-Site", "none", true),
    ];

    [Theory]
    [MemberData(nameof(InternalOnly))]
    public async Task PublicListener_InternalPath_Is404(string method, string target)
    {
        // what is there on the internal listener would answer with something else
        var answer = await new RawRequest(method, target) { Body = "{}"u8.ToArray() }.SendAsync(host.Public);
        answer.Status.ShouldBe(404, answer.Text);
    }

    [Theory]
    [MemberData(nameof(InternalCallers))]
    public async Task InternalListener_Caller_IsLetInOrNot(string header, string value, bool isLetIn)
    {
        foreach (var request in (RawRequest[])[RawRequest.Get("/status"), RawRequest.Get("/v2/health/ready"), RawRequest.Post("/v2/repository/index", "")])
        {
            var answer = await request.With(header, value).SendAsync(host.Internal);
            answer.Status.ShouldBe(isLetIn ? 200 : 403, answer.Text);
            if (!isLetIn)
                answer.ShouldBeProblem(403);
        }
    }

    [Fact]
    public async Task PublicListener_AnyHostAndOrigin_IsAnswered()
    {
        var request = RawRequest.Get("/tests/sum/v2/health/ready").With("Host", "models.example").With("Origin", "https://app.example").With("Sec-Fetch-Site", "cross-site");
        (await request.SendAsync(host.Public)).ShouldBeOk();
    }

    [Fact]
    public async Task InternalListener_PublishedPath_Is404() =>
        (await RawRequest.Post("/tests/sum/predict", "{}").SendAsync(host.Internal)).ShouldBeProblem(404);

    [Theory]
    [InlineData("/tests")]
    [InlineData("/tests/")]
    [InlineData("/tests/sum/")]
    [InlineData("/tests/sum/predict/")]
    [InlineData("/tests/sum/Predict")]
    [InlineData("/tests/sum/predict/x")]
    [InlineData("/tests/nothing/predict")]
    [InlineData("/nothing/sum/predict")]
    [InlineData("/Tests/sum/predict")]
    [InlineData("/tests//predict")]
    [InlineData("//tests/sum/predict")]
    [InlineData("/tests/sum//predict")]
    public async Task PublicListener_NothingThere_Is404Problem(string target) =>
        (await RawRequest.Post(target, "{}").SendAsync(host.Public)).ShouldBeProblem(404);
}
