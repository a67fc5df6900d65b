using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Inference.Cluster;

/// <summary>
/// Events about objects, for people who look at them with <c>kubectl describe</c>. Recording takes no time and never fails: events wait in a bounded queue
/// until <see cref="RunAsync"/> has sent them, and what cannot be sent is counted and forgotten. The same event again raises the count of the first. Any
/// number of threads.
/// </summary>
public sealed class EventRecorder(ClusterClient client, EventSource source, TimeProvider clock, ILogger? logger = null)
{
    private const int Waiting = 1024;
    private const int Remembered = 4096;
    private const int Tries = 3;
    private static readonly ResourceType Events = new("", "v1", "events", "Event");
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private readonly ILogger logger = logger ?? NullLogger.Instance;
    private readonly Channel<RecordedEvent> queue = Channel.CreateBounded<RecordedEvent>(Waiting);
    private readonly RecentEntries<RecordedEvent, (string Name, int Count)> known = new(Remembered);
    private readonly EventBudget budget = new(clock, Remembered);
    private long sent;
    private long dropped;
    private long failed;

    /// <summary>Events that the cluster has, repetitions included.</summary>
    public long Sent => Interlocked.Read(ref sent);

    /// <summary>Events that were not sent, since too many waited or there were too many about one object.</summary>
    public long Dropped => Interlocked.Read(ref dropped);

    /// <summary>Events that the cluster did not take.</summary>
    public long Failed => Interlocked.Read(ref failed);

    /// <param name="reason">One word in UpperCamelCase, for programs.</param>
    /// <param name="message">For people; cut to 1 kB.</param>
    public void Record(ClusterObject about, EventType type, string reason, string message)
    {
        if (!queue.Writer.TryWrite(new RecordedEvent(EventSubject.Of(about), type, EventBody.CutReason(reason), EventBody.CutMessage(message))))
            Interlocked.Increment(ref dropped);
    }

    /// <summary>Sends what is recorded until it is stopped; what waits then has two seconds. Runs once.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var end = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        await using var registration = stop.Register(() =>
        {
            queue.Writer.TryComplete();
            end.CancelAfter(Farewell);
        });
        try
        {
            await foreach (var recorded in queue.Reader.ReadAllAsync(end.Token))
                await SendAsync(recorded, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // the cluster is away, and so are we
        }
    }

    private async Task SendAsync(RecordedEvent recorded, CancellationToken cancellationToken)
    {
        if (!budget.TryTake(recorded.Subject))
        {
            Interlocked.Increment(ref dropped);
            return;
        }

        var backoff = new Backoff(clock, FirstPause, LongestPause);
        for (var attempt = 1; ; attempt++)
        {
            if (await TrySendAsync(recorded, cancellationToken) is not { } error)
            {
                Interlocked.Increment(ref sent);
                return;
            }

            if (attempt == Tries || !error.IsTransient)
            {
                Interlocked.Increment(ref failed);
                EventLog.Lost(logger, recorded.Reason, recorded.Subject, error);
                return;
            }

            await backoff.WaitAsync(error.RetryAfter, cancellationToken);
        }
    }

    private async Task<ClusterError?> TrySendAsync(RecordedEvent recorded, CancellationToken cancellationToken)
    {
        var @namespace = recorded.Subject.EventNamespace;
        if (known.TryGet(recorded, out var first))
        {
            var patch = EventBody.Again(first.Count + 1, clock.GetUtcNow());
            var again = await client.MergePatchAsync(Events, new ObjectName(@namespace, first.Name), patch, subresource: null, cancellationToken);
            if (again.Error is null)
                known.Set(recorded, (first.Name, first.Count + 1));
            if (again.Error is not { Code: ClusterErrorCode.NotFound })
                return again.Error;

            // the cluster keeps events for an hour
        }

        var created = await client.CreateAsync(Events, @namespace, EventBody.New(recorded, source, clock.GetUtcNow()), cancellationToken);
        if (created.TryGet(out var made, out var error))
            known.Set(recorded, (made.Name, 1));
        return error;
    }
}
