using Microsoft.AspNetCore.Http;

namespace Inference.Cluster.Tests.Errors;

public sealed class StatusTests
{
    private static readonly ObjectName Name = new("n", "a");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(400, "BadRequest", ClusterErrorCode.Invalid)]
    [InlineData(401, "Unauthorized", ClusterErrorCode.Unauthorized)]
    [InlineData(403, "Forbidden", ClusterErrorCode.Forbidden)]
    [InlineData(404, "NotFound", ClusterErrorCode.NotFound)]
    [InlineData(405, "MethodNotAllowed", ClusterErrorCode.Invalid)]
    [InlineData(409, "Conflict", ClusterErrorCode.Conflict)]
    [InlineData(409, "AlreadyExists", ClusterErrorCode.AlreadyExists)]
    [InlineData(410, "Gone", ClusterErrorCode.Gone)]
    [InlineData(410, "Expired", ClusterErrorCode.Gone)]
    [InlineData(422, "Invalid", ClusterErrorCode.Invalid)]
    [InlineData(429, "TooManyRequests", ClusterErrorCode.TooManyRequests)]
    [InlineData(500, "InternalError", ClusterErrorCode.Unavailable)]
    [InlineData(500, "ServerTimeout", ClusterErrorCode.Timeout)]
    [InlineData(503, "ServiceUnavailable", ClusterErrorCode.Unavailable)]
    [InlineData(504, "Timeout", ClusterErrorCode.Timeout)]
    [InlineData(302, "", ClusterErrorCode.Malformed)]
    public async Task GetAsync_StatusOfTheServer_IsItsCode(int status, string reason, ClusterErrorCode expected)
    {
        await using var server = await WireServer.StartAsync(status, $$"""{"kind":"Status","code":{{status}},"reason":"{{reason}}","message":"so it is"}""");
        using var client = server.Connect();

        var error = (await client.GetAsync(TestCluster.ConfigMaps, Name, Cancellation)).Error!;

        error.Code.ShouldBe(expected);
        error.Message.ShouldBe("get api/v1/namespaces/n/configmaps/a: so it is");
        server.Asked.ShouldBe(1);
    }

    [Theory]
    [InlineData("<html>502</html>")]
    [InlineData("")]
    [InlineData("{\"kind\":\"Other\"}")]
    public async Task GetAsync_AnswerOfAProxy_IsUnavailable(string body)
    {
        await using var server = await WireServer.StartAsync(502, body);
        using var client = server.Connect();

        (await client.GetAsync(TestCluster.ConfigMaps, Name, Cancellation)).Error!.ToString()
            .ShouldBe("Unavailable: get api/v1/namespaces/n/configmaps/a: the server answered 502");
    }

    [Theory]
    [InlineData("<html></html>")]
    [InlineData("[]")]
    [InlineData("{\"a\":")]
    public async Task GetAsync_AnswerThatIsNoObject_IsMalformed(string body)
    {
        await using var server = await WireServer.StartAsync(200, body);
        using var client = server.Connect();

        (await client.GetAsync(TestCluster.ConfigMaps, Name, Cancellation)).Error!.Code.ShouldBe(ClusterErrorCode.Malformed);
    }

    [Theory]
    [InlineData("7", "{}", 7)]
    [InlineData(null, """{"kind":"Status","code":429,"details":{"retryAfterSeconds":3}}""", 3)]
    public async Task GetAsync_ServerThatIsBusy_SaysHowLongToWait(string? header, string body, int seconds)
    {
        await using var server = await WireServer.StartAsync(context =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = header;
            return context.Response.WriteAsync(body);
        });
        using var client = server.Connect();

        var error = (await client.GetAsync(TestCluster.ConfigMaps, Name, Cancellation)).Error!;

        error.RetryAfter.ShouldBe(TimeSpan.FromSeconds(seconds));
        error.IsTransient.ShouldBeTrue();
    }

    [Fact]
    public async Task GetAsync_RetryAfterAsDate_IsCountedFromNow()
    {
        var clock = new Testing.ManualClock();
        await using var server = await WireServer.StartAsync(context =>
        {
            context.Response.StatusCode = 503;
            context.Response.Headers.RetryAfter = (clock.GetUtcNow() + TimeSpan.FromSeconds(9)).ToString("r");
            return Task.CompletedTask;
        });
        using var client = server.Connect(clock);

        (await client.GetAsync(TestCluster.ConfigMaps, Name, Cancellation)).Error!.RetryAfter.ShouldBe(TimeSpan.FromSeconds(9));
    }

    [Fact]
    public async Task GetAsync_ServerThatDoesNotAnswer_TimesOut()
    {
        var clock = new Testing.ManualClock();
        var came = new TaskCompletionSource();
        await using var server = await WireServer.StartAsync(context =>
        {
            came.SetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });
        using var client = server.Connect(clock);

        var get = client.GetAsync(TestCluster.ConfigMaps, Name, Cancellation);
        await came.Task;
        clock.Advance(TimeSpan.FromSeconds(31));

        (await get).Error!.Code.ShouldBe(ClusterErrorCode.Timeout);
    }

    [Fact]
    public async Task GetAsync_NoServer_IsUnavailable()
    {
        ClusterConfig config;
        await using (var server = await WireServer.StartAsync(200, "{}"))
            config = server.Config;
        using var client = new ClusterClient(config, TimeProvider.System);

        var error = (await client.GetAsync(TestCluster.ConfigMaps, Name, Cancellation)).Error!;

        error.Code.ShouldBe(ClusterErrorCode.Unavailable);
        error.Message.ShouldContain("refused");
    }

    [Fact]
    public async Task GetAsync_Cancelled_Throws()
    {
        using var stop = new CancellationTokenSource();
        await using var server = await WireServer.StartAsync(context => stop.CancelAsync());
        using var client = server.Connect();

        await Should.ThrowAsync<OperationCanceledException>(() => client.GetAsync(TestCluster.ConfigMaps, Name, stop.Token));
    }
}
