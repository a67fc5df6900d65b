using Inference.InferenceHost.FunctionalTests.Files;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Access;

public sealed class LimitTests(AccessHost access)
{
    [Fact]
    public async Task Predict_TooOften_Is429WithWhenToComeBack()
    {
        (await access.PredictAsync("limited")).ShouldBeOk();
        (await access.PredictAsync("limited")).ShouldBeOk();

        var answer = (await access.PredictAsync("limited", request => request.With("X-Forwarded-For", "192.0.2.77"))).ShouldBeProblem(429);

        int.Parse(answer.Header("Retry-After")!).ShouldBeInRange(90, 100);
        answer.Header("RateLimit-Policy").ShouldBe("\"default\";q=2;w=200");
        answer.Header("RateLimit")!.ShouldMatch("^\"default\";r=0;t=(9[0-9]|100)$");
        (await RawRequest.Get("/tests/limited/v2").SendAsync(access.Host.PublicUrl)).Status.ShouldBe(429, "all that the API has counts");
    }

    [Fact]
    public async Task Predict_OfUsers_IsCountedByUser()
    {
        (await access.PredictAsync("counted")).Status.ShouldBe(401, "is not counted");
        (await access.PredictAsync("counted", As("bob", FilesHost.Password))).ShouldBeOk();
        (await access.PredictAsync("counted", As("bob", FilesHost.Password))).ShouldBeOk();
        (await access.PredictAsync("counted", As("bob", FilesHost.Password))).ShouldBeProblem(429);
        (await access.PredictAsync("counted", As("eve", FilesHost.EvesPassword))).ShouldBeOk();
    }

    [Fact]
    public async Task Files_TooOften_Is429()
    {
        var request = RawRequest.Get("/other/files/users").With("Authorization", "Bearer " + access.Token("dave"));
        for (var i = 0; i < 20; i++)
            (await request.SendAsync(access.Host.PublicUrl)).Status.ShouldBe(200);

        (await request.SendAsync(access.Host.PublicUrl)).ShouldBeProblem(429).Header("RateLimit").ShouldNotBeNull();
    }

    [Fact]
    public async Task Predict_ABodyOverTheLimit_Is413()
    {
        (await access.PredictAsync("small")).ShouldBeOk();
        var large = AccessHost.Body.Replace("{\"inputs\"", $"{{\"x\":\"{new string('x', 1024)}\",\"inputs\"");
        (await RawRequest.Post("/tests/small/predict", large).SendAsync(access.Host.PublicUrl)).ShouldBeProblem(413).Text.ShouldContain("1024");
    }

    [Fact]
    public async Task Predict_ABodyOverTheLimitThatIsAskedFor_IsRefusedBeforeIt()
    {
        using var connection = await RawConnection.OpenAsync(access.Host.PublicUrl);
        await connection.SendAsync("POST /tests/small/predict HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: 2000\r\n\r\n");

        (await connection.ReadAsync())!.Status.ShouldBe(413, "and no 100 before it");
    }

    [Fact]
    public async Task Predict_NotPublished_IsAsIfAbsent()
    {
        var hidden = await access.PredictAsync("hidden");
        var absent = await access.PredictAsync("nothing");

        hidden.ShouldBeProblem(404);
        hidden.Json.GetProperty("detail").GetString().ShouldBe(absent.Json.GetProperty("detail").GetString());
        hidden.Headers.Select(header => header.Key).ShouldBe(absent.Headers.Select(header => header.Key));
    }

    private static Func<RawRequest, RawRequest> As(string user, string password) => request => request.As(user, password);
}
