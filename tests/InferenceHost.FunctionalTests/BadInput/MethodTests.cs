using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.BadInput;

/// <summary>Every method on every path.</summary>
public sealed class MethodTests(ModelsHost host)
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "FOO"];

    /// <summary>Path, whether internal, and the methods it takes.</summary>
    public static TheoryData<string, bool, string> Paths => new()
    {
        { GoodRequest.Predict, false, "POST" }, { "/tests/sum/v2", false, "GET" }, { "/tests/sum/v2/", false, "GET" }, { "/tests/sum/v2/health/live", false, "GET" }, { "/tests/sum/v2/health/ready", false, "GET" },
        { "/tests/sum/v2/models", false, "GET" }, { "/tests/sum/v2/models/sum", false, "GET" }, { "/tests/sum/v2/models/sum/ready", false, "GET" }, { "/tests/sum/v2/models/sum/config", false, "GET" },
        { "/tests/sum/v2/models/sum/infer", false, "POST" }, { "/v2", true, "GET" }, { "/v2/health/live", true, "GET" }, { "/v2/health/ready", true, "GET" }, { "/v2/models", true, "GET" },
        { "/v2/models/stats", true, "GET" }, { "/v2/models/sum", true, "GET" }, { "/v2/models/sum/versions/1", true, "GET" }, { "/v2/models/sum/ready", true, "GET" }, { "/v2/models/sum/config", true, "GET" },
        { "/v2/models/sum/stats", true, "GET" }, { GoodRequest.Infer, true, "POST" }, { "/v2/models/sum/versions/1/infer", true, "POST" }, { "/v2/repository/index", true, "POST" },
        { "/v2/repository/models/sum/load", true, "POST" }, { "/v2/repository/models/sum/unload", true, "POST" }, { "/status", true, "GET" }, { "/metrics", true, "GET" },
    };

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Method_NotThePaths_Is405WithAllow(string path, bool isInternal, string allowed)
    {
        var url = isInternal ? host.Internal : host.Public;
        foreach (var method in Methods)
        {
            var request = new RawRequest(method, path) { Body = method is "GET" or "HEAD" or "TRACE" ? [] : "{}"u8.ToArray() };
            var answer = await request.SendAsync(url);
            if (method == allowed || (allowed == "GET" && method == "HEAD"))
            {
                answer.Status.ShouldBeOneOf(200, 400, 403);
                continue;
            }

            answer.Status.ShouldBe(405, $"{method} {path}: {answer.Text}");
            answer.Header("Allow").ShouldBe(allowed);
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Head_WhereGetIs_HasTheSameHeadAndNoBody(string path, bool isInternal, string allowed)
    {
        if (allowed != "GET")
            return;
        var url = isInternal ? host.Internal : host.Public;
        using var connection = await RawConnection.OpenAsync(url);
        var get = await connection.ExchangeAsync(RawRequest.Get(path));
        var head = await connection.ExchangeAsync(new RawRequest("HEAD", path));

        head.Status.ShouldBe(get.Status);
        head.Header("Content-Type").ShouldBe(get.Header("Content-Type"));
        if (path is not ("/metrics" or "/v2/models/stats" or "/v2/models/sum/stats"))
            head.Header("Content-Length").ShouldBe(get.Header("Content-Length"));

        // a body after the head would be read as the next answer
        (await connection.ExchangeAsync(RawRequest.Get(path))).Status.ShouldBe(get.Status);
    }
}
