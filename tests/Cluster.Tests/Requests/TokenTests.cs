using System.Collections.Concurrent;
using Inference.Testing;
using Microsoft.AspNetCore.Http;

namespace Inference.Cluster.Tests.Requests;

public sealed class TokenTests : IDisposable
{
    private static readonly ObjectName Name = new("n", "a");
    private readonly TempFolder folder = new();
    private readonly ManualClock clock = new();
    private readonly ConcurrentQueue<string> sent = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task GetAsync_TokenFileThatChanges_IsReadAgainAfterAMinute()
    {
        var file = folder.Write("token", "one\n");
        await using var server = await StartAsync(_ => true);
        using var client = new ClusterClient(server.Config with { TokenFile = file, Token = "not this" }, clock);

        await GetAsync(client);
        folder.Write("token", "two\n");
        clock.Advance(TimeSpan.FromSeconds(59));
        await GetAsync(client);
        clock.Advance(TimeSpan.FromSeconds(1));
        await GetAsync(client);

        sent.ShouldBe(["Bearer one", "Bearer one", "Bearer two"]);
    }

    [Fact]
    public async Task GetAsync_TokenThatIsRefused_IsReadAgainAtOnce()
    {
        var file = folder.Write("token", "one");
        await using var server = await StartAsync(token => token == "Bearer two");
        using var client = new ClusterClient(server.Config with { TokenFile = file }, clock);

        (await client.GetAsync(TestCluster.ConfigMaps, Name, Cancellation)).Error!.Code.ShouldBe(ClusterErrorCode.Unauthorized);
        folder.Write("token", "two");
        await GetAsync(client);

        sent.ShouldBe(["Bearer one", "Bearer one", "Bearer two"]);
    }

    [Fact]
    public async Task GetAsync_TokenFileThatGoes_TheLastTokenStays()
    {
        var file = folder.Write("token", "one");
        await using var server = await StartAsync(_ => true);
        using var client = new ClusterClient(server.Config with { TokenFile = file }, clock);

        await GetAsync(client);
        File.Delete(file);
        clock.Advance(TimeSpan.FromMinutes(5));
        await GetAsync(client);

        sent.ShouldBe(["Bearer one", "Bearer one"]);
    }

    [Fact]
    public async Task GetAsync_TokenOfTheConfiguration_IsSentOnce()
    {
        await using var server = await StartAsync(_ => false);
        using var client = new ClusterClient(server.Config with { Token = "hush" }, clock);

        var error = (await client.GetAsync(TestCluster.ConfigMaps, Name, Cancellation)).Error!;

        error.Code.ShouldBe(ClusterErrorCode.Unauthorized);
        error.ToString().ShouldNotContain("hush");
        sent.ShouldBe(["Bearer hush"]);
    }

    [Fact]
    public async Task GetAsync_UserAndPassword_AreSentAsBasic()
    {
        await using var server = await StartAsync(_ => true);
        using var client = new ClusterClient(server.Config with { Username = "me", Password = "hush" }, clock);

        await GetAsync(client);

        sent.ShouldBe(["Basic bWU6aHVzaA=="]);
    }

    private static async Task GetAsync(ClusterClient client) => (await client.GetAsync(TestCluster.ConfigMaps, Name, Cancellation)).Error.ShouldBeNull();

    private Task<WireServer> StartAsync(Func<string, bool> accepts) => WireServer.StartAsync(context =>
    {
        string token = context.Request.Headers.Authorization!;
        sent.Enqueue(token);
        context.Response.StatusCode = accepts(token) ? 200 : 401;
        return context.Response.WriteAsync("""{"kind":"ConfigMap","metadata":{"name":"a"}}""");
    });
}
