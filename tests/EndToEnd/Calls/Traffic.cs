using System.Collections.Concurrent;
using System.Text.Json;

namespace Inference.EndToEnd.Calls;

/// <summary>Callers that ask one after the other, half of them over connections that they keep, until they are stopped.</summary>
internal sealed class Traffic : IAsyncDisposable
{
    private const int Callers = 4;

    private readonly HttpClient client;
    private readonly Uri api;
    private readonly Prediction prediction;
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentDictionary<string, int> answers = new();
    private readonly ConcurrentQueue<string> failures = new();
    private readonly Task callers;
    private int count;

    public Traffic(HttpClient client, Uri api, Prediction prediction)
    {
        (this.client, this.api, this.prediction) = (client, api, prediction);
        callers = Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(() => CallAsync(isKeeping: caller % 2 == 0))));
    }

    /// <summary>So far.</summary>
    public int Count => Volatile.Read(ref count);

    /// <summary>What was answered so far, and how often.</summary>
    public IReadOnlyDictionary<string, int> Answers => answers;

    public IReadOnlyCollection<string> Failures => failures;

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await callers;
        stop.Dispose();
    }

    private async Task CallAsync(bool isKeeping)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                // a request that has begun is waited for: what is given up by its caller says nothing of the service
                var answer = await prediction.AskAsync(client, api, !isKeeping, CancellationToken.None);
                answers.AddOrUpdate(answer, 1, (_, before) => before + 1);
            }
            catch (Exception e) when (e is HttpRequestException or IOException or JsonException or TaskCanceledException)
            {
                failures.Enqueue($"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {(isKeeping ? "kept" : "new")} connection: {e.Message} {e.InnerException?.Message}");
            }

            Interlocked.Increment(ref count);
        }
    }
}
