using Inference.InferenceHost.FunctionalTests.Files;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Access;

/// <summary>What is not published, and what has users, cannot be reached on the public listener, however the URL is spelt and whatever a proxy might say.</summary>
public sealed class UnpublishedTests(ClosedDoors doors)
{
    private static readonly string[] Targets =
    [
        // what only the internal listener has
        "/v2", "/v2/", "/v2/models", "/v2/models/hidden", "/v2/models/hidden/infer", "/v2/models/tests.hidden/infer", "/v2/models/open/infer", "/v2/health/ready", "/v2/repository/index", "/V2/models/hidden/infer",
        "/metrics", "/metrics/", "//metrics", "/./metrics", "/%6detrics", "/%6Detrics", "/METRICS", "/metrics?x=1", "/metrics%20", "/x/../metrics", "/tests/../metrics", "/tests/open/../../metrics", "/tests/open/%2e%2e/%2e%2e/metrics",
        "/status", "/status/", "/Status", "/%73tatus", "/tests/open/../../status", "/tests/open/..%2f..%2fstatus",

        // a component by its own name, and through another's door
        "/hidden", "/hidden/predict", "/tests/hidden", "/tests/hidden/predict", "/tests/hidden/openapi.json", "/tests/hidden/v2", "/tests/hidden/v2/models/hidden/infer", "/tests.hidden/predict", "/tests/tests.hidden/predict",
        "/tests/open/v2/models/hidden/infer", "/tests/open/v2/models/tests.hidden/infer", "/tests/open/v2/models/guarded/infer", "/tests/open/v2/models/..%2fhidden/infer", "/tests/open/v2/models/../../../hidden/predict",
        "/tests/open/v2/models/open/../hidden/infer", "/tests/open/v2/models/open%2f..%2fhidden/infer", "/tests/open/v2/repository/index", "/tests/open/v2/models/stats", "/tests/open/metrics", "/tests/open/status",
        "/tests/open/../hidden/predict", "/tests/open/%2e%2e/hidden/predict", "/tests/open/%2E%2E/hidden/predict", "/tests/open/..%2fhidden/predict", "/tests/open%2f..%2fhidden/predict", "/tests/open/%252e%252e/hidden/predict",
        "/tests/open/..;/hidden/predict", "/tests/open/..\\hidden\\predict", "/tests/open/..%5chidden%5cpredict",

        // an API that is not published
        "/tests/drafted", "/tests/drafted/", "/tests/drafted/predict", "/tests/drafted/predict/", "/tests/drafted//predict", "/tests//drafted/predict", "//tests/drafted/predict", "/./tests/drafted/predict", "/tests/./drafted/predict",
        "/TESTS/drafted/predict", "/tests/DRAFTED/predict", "/tests/drafted/PREDICT", "/tests/draft%65d/predict", "/tests/drafted/%70redict", "/tests%2fdrafted%2fpredict", "/tests/drafted%2fpredict", "/tests/drafted%2Fpredict",
        "/tests/drafted;/predict", "/tests/drafted/predict;x", "/tests/drafted/predict%00", "/tests/drafted%00/predict", "/tests/drafted/predict%20", "/tests/drafted.json", "/tests/drafted/openapi.json", "/tests/drafted/predict?published=true",
        "/tests/drafted/v2", "/tests/drafted/v2/models/drafted/infer", "/tests/drafted-api/predict",

        // one with users
        "/tests/guarded/predict", "/tests/guarded/predict/", "/tests/guarded//predict", "/tests//guarded/predict", "//tests/guarded/predict", "/TESTS/guarded/predict", "/tests/GUARDED/predict", "/tests/%67uarded/predict",
        "/tests/guarded/%70redict", "/tests/guarded%2fpredict", "/tests/guarded/predict?user=bob", "/tests/open/../guarded/predict", "/tests/open/%2e%2e/guarded/predict", "/tests/guarded/v2/models/guarded/infer", "/tests/guarded/v2",
        "/tests/guarded/openapi.json", "/tests/guarded/", "/tests/guarded/v2/health/ready", "/bob@tests/guarded/predict",
    ];

    private static readonly string[] Verbs = ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "post", "Post", "INFER", "PROPFIND"];

    private static readonly (string Name, string Value)[] Claims =
    [
        ("X-Original-URL", "/v2/models/hidden/infer"), ("X-Rewrite-URL", "/v2/models/hidden/infer"), ("X-Original-URL", "/tests/open/predict"), ("X-Forwarded-Path", "/tests/hidden/predict"), ("X-Forwarded-Prefix", "/tests/hidden"),
        ("X-Forwarded-For", "127.0.0.1"), ("X-Real-IP", "127.0.0.1"), ("Forwarded", "for=127.0.0.1;host=localhost;proto=https"), ("X-Forwarded-Host", "localhost:8081"), ("X-Forwarded-Port", "8081"), ("X-Forwarded-Proto", "https"),
        ("X-HTTP-Method-Override", "POST"), ("X-Forwarded-User", "bob"), ("X-Remote-User", "bob"), ("Remote-User", "bob"), ("X-Authenticated-User", "bob"), ("X-User", "bob"), ("Authorization", "Bearer bob"), ("Authorization", "Basic Ym9iOg=="),
        ("Proxy-Authorization", Callers.Basic(FilesHost.Bob, FilesHost.Password)), ("Cookie", "user=bob"), ("Host", "127.0.0.1:8081"), ("Host", "internal"), ("Via", "1.1 localhost"),
    ];

    /// <summary>Method, target, and a header or none.</summary>
    public static TheoryData<string, string, string> Attempts
    {
        get
        {
            var attempts = new TheoryData<string, string, string>();
            foreach (var target in Targets)
                attempts.Add("POST", target, "");
            foreach (var target in (string[])["/tests/guarded/predict", "/tests/drafted/predict", "/v2/models/hidden/infer"])
            {
                foreach (var verb in Verbs)
                    attempts.Add(verb, target, "");
                foreach (var (name, value) in Claims)
                    attempts.Add("POST", target, $"{name}: {value}");
            }

            foreach (var origin in (string[])["http://localhost", "http://127.0.0.1:8081", "http://hidden", "https://localhost", "http://bob@localhost", "ftp://localhost"])
            {
                foreach (var target in (string[])["/metrics", "/v2/models/hidden/infer", "/tests/guarded/predict"])
                    attempts.Add("POST", origin + target, "");
            }

            return attempts;
        }
    }

    [Theory]
    [MemberData(nameof(Attempts))]
    public async Task Attempt_ToReachWhatIsClosed_Fails(string method, string target, string header)
    {
        foreach (var verb in method == "POST" ? (string[])["POST", "GET"] : [method])
        {
            var request = RawRequest.Post(target, ClosedDoors.Sum) with { Method = verb };
            using var connection = await RawConnection.OpenAsync(doors.Host.PublicUrl);
            await connection.SendAsync((header.Split(": ") is [var name, var value] ? request.With(name, value) : request).ToBytes());

            var answer = (await connection.ReadAsync(verb == "HEAD")).ShouldNotBeNull();

            answer.Status.ShouldBeInRange(400, 499, answer.Text);
            answer.Text.ShouldNotContain("outputs");
            answer.Text.ShouldNotContain("process_");
        }

        foreach (var component in (string[])["hidden", "drafted", "guarded"])
            (await doors.RunsAsync(component)).ShouldBe(0UL);
    }

    [Fact]
    public async Task Request_WithTwoLengths_IsNotTakenForTwo()
    {
        var inner = "POST /v2/models/hidden/infer HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n";
        using var connection = await RawConnection.OpenAsync(doors.Host.PublicUrl);
        await connection.SendAsync($"POST /tests/open/predict HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{inner}");

        (await connection.ReadAsync()).ShouldNotBeNull().Status.ShouldBe(400);

        (await doors.RunsAsync("hidden")).ShouldBe(0UL);
    }

    [Fact]
    public async Task OpenDoors_StillAnswer()
    {
        (await RawRequest.Post("/tests/open/predict", ClosedDoors.Sum).SendAsync(doors.Host.PublicUrl)).Status.ShouldBe(200);
        (await RawRequest.Get("/tests/guarded/v2/models/guarded").As(FilesHost.Bob, FilesHost.Password).SendAsync(doors.Host.PublicUrl)).Status.ShouldBe(200);
    }
}
