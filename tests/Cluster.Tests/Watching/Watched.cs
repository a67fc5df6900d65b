using System.Threading.Channels;

namespace Inference.Cluster.Tests.Watching;

/// <summary>A watch in the background, and what it has told.</summary>
internal sealed class Watched : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly CancellationTokenSource stop = new();
    private readonly Channel<WatchEvent> told = Channel.CreateUnbounded<WatchEvent>();
    private readonly Task watching;

    public Watched(ClusterClient client, ResourceType type, ListScope scope) => watching = WatchAsync(client, type, scope);

    public async Task<WatchEvent> NextAsync()
    {
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        return await told.Reader.ReadAsync(patience.Token);
    }

    /// <summary>The next that is no failure, with how many failures came before.</summary>
    public async Task<(T Event, int Failures)> NextAsync<T>()
        where T : WatchEvent
    {
        for (var failures = 0; ; failures++)
        {
            var next = await NextAsync();
            if (next is not WatchEvent.Failed)
                return (next.ShouldBeOfType<T>(), failures);
        }
    }

    public bool TryNext(out WatchEvent? next) => told.Reader.TryRead(out next);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await watching;
        stop.Dispose();
    }

    private async Task WatchAsync(ClusterClient client, ResourceType type, ListScope scope)
    {
        try
        {
            await foreach (var next in client.WatchAsync(type, scope, stop.Token))
                told.Writer.TryWrite(next);
        }
        catch (OperationCanceledException)
        {
            // the test is over
        }
        catch (Exception e)
        {
            told.Writer.Complete(e);
            throw;
        }
    }
}
