using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.BadInput;

/// <summary>Paths that lead nowhere, or try to lead somewhere else.</summary>
public sealed class PathTests(ModelsHost host)
{
    public static TheoryData<string> Odd =>
    [
        "//", "///", "/..", "/../", "/../../etc/passwd", "/./.", "/tests/../v2", "/%2e%2e/%2e%2e/etc/passwd", "/tests%2Fsum%2Fpredict", "/tests/sum%2Fpredict", "/tests%5Csum", "/tests\\sum\\predict", "/%00",
        "/tests/sum/predict%00", "/tests/sum%00/predict", "/%", "/%z", "/%zz", "/%f", "/%ff", "/%c0%ae%c0%ae/", "/%E2%82", "/\xFF\xFE", "/tests/sum/predict;x=1", "/tests/sum/predict#fragment", "*", "?", "x",
        "http://other.example/tests/sum/predict", "http://", "//evil.example/tests", "/tests/sum/v2/models/..%2fsum", "/v2/models/%2F", "/v2/models/%00/infer", "/v2/models/a%20b",
        "/v2/models/%F0%9F%98%80", "/v2/models/sum/versions/%31x", "/v2/models/../../status", "/v2/models/" + "x%00y", "/status%20", "/status/..", "/metrics;", "/a b", "/{namespace}/{path}/predict", "/~", "/.well-known/x",
        "/favicon.ico", "/index.html",
    ];

    [Theory]
    [MemberData(nameof(Odd))]
    public async Task Path_Odd_IsAnsweredBelow500(string target)
    {
        foreach (var url in (Uri[])[host.Public, host.Internal])
        {
            foreach (var method in (string[])["GET", "POST"])
            {
                using var connection = await RawConnection.OpenAsync(url);
                await connection.SendAsync(new RawRequest(method, target).ToBytes());
                var answer = (await connection.ReadAsync()).ShouldNotBeNull();
                answer.Status.ShouldBeInRange(200, 499, answer.Text);
                if (url == host.Public)
                    answer.Status.ShouldBeInRange(400, 499, answer.Text);
            }
        }

        await host.ShouldBeServedAsync();
    }

    [Theory]
    [InlineData(1000, 404)]
    [InlineData(8000, 404)]
    [InlineData(100_000, 414)]
    public async Task Path_Long_Is404Or414(int length, int status)
    {
        foreach (var url in (Uri[])[host.Public, host.Internal])
        {
            using var connection = await RawConnection.OpenAsync(url);
            await connection.SendAsync(RawRequest.Get("/v2/models/" + new string('x', length)).ToBytes());
            var answer = (await connection.ReadAsync()).ShouldNotBeNull();
            answer.Status.ShouldBe(status);
            answer.Body.Length.ShouldBeLessThan(2000);
        }

        await host.ShouldBeServedAsync();
    }

    [Fact]
    public async Task Path_ManySegments_Is404()
    {
        var deep = string.Concat(Enumerable.Repeat("/x", 3000));
        (await RawRequest.Get(deep).SendAsync(host.Public)).Status.ShouldBe(404);
        (await RawRequest.Get("/v2" + deep).SendAsync(host.Internal)).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Query_OnAnyCall_IsPassedOver()
    {
        (await RawRequest.Post(GoodRequest.Predict + "?a=b&c", GoodRequest.Body).SendAsync(host.Public)).ShouldBeOk();
        (await RawRequest.Get("/v2/health/ready?x=%00").SendAsync(host.Internal)).ShouldBeOk();
    }
}
