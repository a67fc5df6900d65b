using System.Collections.Concurrent;
using Inference.Testing;
using Microsoft.AspNetCore.Http;

namespace Inference.Cluster.Tests.Watching;

public sealed class WatchWireTests
{
    private const string List = """{"kind":"ConfigMapList","metadata":{"resourceVersion":"7"},"items":[{"metadata":{"name":"a","namespace":"n","resourceVersion":"5"}}]}""";
    private static readonly ListScope Scope = new() { Namespace = "n" };

    [Theory]
    [InlineData("""{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired","message":"too old resource version"}}""")]
    [InlineData("""{"type":"ERROR","object":{"kind":"Status","code":504,"reason":"Timeout","message":"Timeout: Too large resource version: 9, current: 3"}}""")]
    public async Task WatchAsync_VersionThatTheServerDoesNotHave_ListsAnew(string refusal)
    {
        await using var server = await StartAsync(async context => await context.Response.WriteAsync($"{refusal}\n"));
        using var client = server.Connect();
        await using var watched = new Watched(client, TestCluster.ConfigMaps, Scope);

        (await watched.NextAsync()).ShouldBeOfType<WatchEvent.Listed>();
        (await watched.NextAsync()).ShouldBeOfType<WatchEvent.Listed>();
    }

    [Fact]
    public async Task WatchAsync_WatchRefusedAsGone_ListsAnew()
    {
        await using var server = await StartAsync(context =>
        {
            context.Response.StatusCode = 410;
            return context.Response.WriteAsync("""{"kind":"Status","code":410,"reason":"Gone"}""");
        });
        using var client = server.Connect();
        await using var watched = new Watched(client, TestCluster.ConfigMaps, Scope);

        (await watched.NextAsync()).ShouldBeOfType<WatchEvent.Listed>();
        (await watched.NextAsync()).ShouldBeOfType<WatchEvent.Listed>();
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"type":"RENAMED","object":{"metadata":{"name":"b"}}}""")]
    public async Task WatchAsync_EventThatCannotBeRead_IsToldAndListedAnew(string line)
    {
        await using var server = await StartAsync(async context => await context.Response.WriteAsync($"{line}\n"));
        using var client = server.Connect();
        await using var watched = new Watched(client, TestCluster.ConfigMaps, Scope);

        await watched.NextAsync();
        (await watched.NextAsync()).ShouldBeOfType<WatchEvent.Failed>().Error.Code.ShouldBe(ClusterErrorCode.Malformed);
        (await watched.NextAsync()).ShouldBeOfType<WatchEvent.Listed>();
    }

    [Fact]
    public async Task WatchAsync_Bookmark_IsWhereTheNextWatchBegins()
    {
        var versions = new ConcurrentQueue<string>();
        await using var server = await StartAsync(async context =>
        {
            versions.Enqueue(context.Request.Query["resourceVersion"]!);
            await context.Response.WriteAsync("""{"type":"BOOKMARK","object":{"kind":"ConfigMap","metadata":{"resourceVersion":"42"}}}""" + "\n");
        });
        using var client = server.Connect();
        await using var watched = new Watched(client, TestCluster.ConfigMaps, Scope);

        await watched.NextAsync();
        await Condition.HoldsAsync(() => versions.Count >= 2, () => "there is no second watch");
        versions.Take(2).ShouldBe(["7", "42"]);
        watched.TryNext(out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("""{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired"}}""" + "\n")]
    public async Task WatchAsync_ServerThatEndsEveryWatchAtOnce_IsNotAskedAtOnceAgain(string answer)
    {
        var (began, watches) = (0L, 0);
        await using var server = await StartAsync(context =>
        {
            watches++;
            return context.Response.WriteAsync(answer);
        });
        using var client = server.Connect();
        began = TimeProvider.System.GetTimestamp();
        await using var watched = new Watched(client, TestCluster.ConfigMaps, Scope);

        await Condition.HoldsAsync(() => watches >= 4, () => "it is not tried again");

        // half of 0.5, 1 and 2 seconds at the least
        TimeProvider.System.GetElapsedTime(began).ShouldBeGreaterThan(TimeSpan.FromSeconds(1.7));
    }

    [Fact]
    public async Task WatchAsync_ServerThatSaysNothingMore_IsLeftAfterTheTime()
    {
        var clock = new ManualClock();
        await using var server = await StartAsync(async context =>
        {
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });
        using var client = server.Connect(clock);
        await using var watched = new Watched(client, TestCluster.ConfigMaps, Scope);
        await watched.NextAsync();
        await Condition.HoldsAsync(() => server.Asked == 2, () => "there is no watch");

        // the request itself may be waited for 30 seconds; the watch is the only one that waits longer
        await clock.WaitForTimerAsync(TimeSpan.FromMinutes(11));
        await Condition.HoldsAsync(
            () =>
            {
                clock.Advance(TimeSpan.FromMinutes(1));
                return server.Asked >= 3;
            },
            () => "the watch is not left");
    }

    [Fact]
    public async Task WatchAsync_ServerThatIsBusy_IsLeftAloneAsLongAsItSays()
    {
        var clock = new ManualClock();
        await using var server = await WireServer.StartAsync(context =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "20";
            return Task.CompletedTask;
        });
        using var client = server.Connect(clock);
        await using var watched = new Watched(client, TestCluster.ConfigMaps, Scope);
        (await watched.NextAsync()).ShouldBeOfType<WatchEvent.Failed>().Error.Code.ShouldBe(ClusterErrorCode.TooManyRequests);

        await clock.WaitForTimerAsync(TimeSpan.FromSeconds(20));
        clock.Advance(TimeSpan.FromSeconds(19));
        server.Asked.ShouldBe(1);
        clock.Advance(TimeSpan.FromSeconds(2));
        (await watched.NextAsync()).ShouldBeOfType<WatchEvent.Failed>();
    }

    [Fact]
    public async Task WatchAsync_ServerThatComesBackWithAnOlderState_ListsAnew()
    {
        await using var server = await StartAsync(_ => Task.CompletedTask, later: "6");
        using var client = server.Connect();
        await using var watched = new Watched(client, TestCluster.ConfigMaps, Scope);

        (await watched.NextAsync()).ShouldBeOfType<WatchEvent.Listed>();
        (await watched.NextAsync()).ShouldBeOfType<WatchEvent.Listed>();
    }

    /// <param name="later">The version that it says to have after a watch broke.</param>
    private static Task<WireServer> StartAsync(RequestDelegate watch, string later = "100") => WireServer.StartAsync(context => context.Request.Query switch
    {
        var query when query.ContainsKey("watch") => watch(context),
        var query when query["limit"] == "1" => context.Response.WriteAsync($"{{\"metadata\":{{\"resourceVersion\":\"{later}\"}}}}"),
        _ => context.Response.WriteAsync(List),
    });
}
