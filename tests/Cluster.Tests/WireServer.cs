using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Inference.Cluster.Tests;

/// <summary>Answers as no healthy API server does.</summary>
internal sealed class WireServer : IAsyncDisposable
{
    private readonly WebApplication application;
    private int asked;

    private WireServer(WebApplication application) => this.application = application;

    public ClusterConfig Config => new() { Server = new Uri(application.Urls.Single()) };

    /// <summary>Requests so far.</summary>
    public int Asked => Volatile.Read(ref asked);

    public static async Task<WireServer> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new WireServer(builder.Build());
        server.application.Run(async context =>
        {
            Interlocked.Increment(ref server.asked);
            await answer(context);
        });
        await server.application.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public static Task<WireServer> StartAsync(int status, string body) => StartAsync(context =>
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(body);
    });

    public ClusterClient Connect(TimeProvider? clock = null) => new(Config, clock ?? TimeProvider.System);

    public async ValueTask DisposeAsync()
    {
        // a watch that is still open would be waited for
        using var now = new CancellationTokenSource(TimeSpan.Zero, TimeProvider.System);
        await application.StopAsync(now.Token);
        await application.DisposeAsync();
    }
}
