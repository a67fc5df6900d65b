using System.Collections.Concurrent;
using System.Diagnostics;
using Inference.Contracts;

namespace InferenceHost.Batching;

/// <summary>
/// Requests that wait for a run and are joined when one can begin. One loop at a time forms a batch: it waits until the policy wants one and a slot is free, takes those that are to be in it, leaves the
/// forming of the next to another, and runs its own. Whoever enqueues never waits for a lock.
/// </summary>
/// <param name="model">Its signature has the batch axis 0.</param>
/// <param name="slots">Shared with requests that are run by themselves.</param>
/// <param name="pace">How long runs take.</param>
/// <param name="limits">The component's.</param>
/// <param name="events">Told of every run.</param>
/// <param name="clock">For waiting.</param>
internal sealed class BatchQueue(IModel model, RunSlots slots, RunPace pace, BatchLimits limits, IBatchEvents events, TimeProvider clock)
{
    private readonly ConcurrentQueue<BatchEntry> arrivals = new();

    // of whoever forms
    private readonly List<BatchEntry> waiting = [];
    private readonly List<WaitingRequest> seen = [];
    private readonly List<int> chosen = [];
    private TaskCompletionSource? arrival;
    private bool cannotSplit;
    private int forming;

    public IBatchEvents Events => events;

    public BatchLimits Limits => limits;

    /// <summary>Whether requests wait for others even where a run could begin.</summary>
    public bool Delays => limits.MaxDelay > TimeSpan.Zero;

    /// <summary>Puts a request of at most <see cref="BatchLimits.MaxRows"/> rows into the queue; its <see cref="BatchEntry.Task"/> says what became of it.</summary>
    public BatchEntry Add(InferenceRequest request, BatchKind kind, int rows, CancellationToken life)
    {
        slots.Waiting.Enter();
        var entry = new BatchEntry(request, kind, rows, clock.GetTimestamp(), slots.Waiting, life);
        arrivals.Enqueue(entry);
        if (Interlocked.CompareExchange(ref forming, 1, 0) == 0)
            _ = FormAsync();
        else
            Volatile.Read(ref arrival)?.TrySetResult();
        return entry;
    }

    private async Task FormAsync()
    {
        while (true)
        {
            if (!await UntilWantedAsync())
            {
                // what came in the moment before is somebody's to form; seen by others before we look again, hence not a mere write
                Interlocked.Exchange(ref forming, 0);
                if (arrivals.IsEmpty || Interlocked.CompareExchange(ref forming, 1, 0) != 0)
                    return;
                continue;
            }

            await slots.EnterAsync(CancellationToken.None);
            if (Take(out var release) is not { } batch)
            {
                slots.Leave();
                continue;
            }

            ThreadPool.UnsafeQueueUserWorkItem(static queue => _ = queue.FormAsync(), this, preferLocal: false);
            await RunAsync(batch, release);
            return;
        }
    }

    /// <summary>Waits until something is to be run; false where nothing waits.</summary>
    private async Task<bool> UntilWantedAsync()
    {
        while (true)
        {
            var signal = Delays ? new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously) : null;
            Interlocked.Exchange(ref arrival, signal);
            Look();
            if (waiting.Count == 0)
                return false;
            var decision = BatchPolicy.Decide(seen, limits, chosen);
            if (decision.Release is not null)
                return true;
            using var enough = new CancellationTokenSource();
            await Task.WhenAny(signal!.Task, Task.Delay(decision.Wait, clock, enough.Token));
            await enough.CancelAsync();
        }
    }

    /// <summary>Takes those who are to be run now; null where none are.</summary>
    private List<BatchEntry>? Take(out BatchRelease release)
    {
        release = default;
        Look();
        if (waiting.Count == 0 || BatchPolicy.Decide(seen, limits, chosen).Release is not { } why)
            return null;
        release = why;
        if (Volatile.Read(ref cannotSplit))
            chosen.RemoveRange(1, chosen.Count - 1);
        var batch = new List<BatchEntry>(chosen.Count);
        for (var i = chosen.Count - 1; i >= 0; i--)
        {
            var entry = waiting[chosen[i]];
            waiting.RemoveAt(chosen[i]);
            if (entry.TryTake())
                batch.Add(entry);
        }

        batch.Reverse();
        return batch.Count > 0 ? batch : null;
    }

    // those who were given up are forgotten here
    private void Look()
    {
        while (arrivals.TryDequeue(out var entry))
            waiting.Add(entry);
        waiting.RemoveAll(static entry => entry.HasEnded);
        seen.Clear();
        foreach (var entry in waiting)
            seen.Add(new WaitingRequest(entry.Kind, entry.Rows, clock.GetElapsedTime(entry.Since)));
    }

    private async Task RunAsync(List<BatchEntry> batch, BatchRelease release)
    {
        try
        {
            if (!model.RunsElsewhere && !pace.IsQuick)
                await Task.Yield();
            events.Released(release, batch.Sum(static entry => entry.Rows));
            if (batch.Count == 1 || !Rows.TryJoin(batch, out var joined))
            {
                foreach (var entry in batch)
                    await RunAsync(entry, entry.Request);
            }
            else
            {
                using (joined)
                    await RunAsync(batch, joined);
            }
        }
        catch (Exception e)
        {
            // nobody who was taken may go without an answer
            foreach (var entry in batch)
                entry.Complete(new BatchedRun(InferenceResult.Failed(ErrorCode.Internal, $"{e.GetType().Name}: {e.Message}"), 0, 0, entry.Rows));
        }
        finally
        {
            slots.Leave();
        }
    }

    private async Task RunAsync(List<BatchEntry> batch, InferenceRequest joined)
    {
        using var abandoned = new CancellationTokenSource();
        var interested = batch.Count;

        // the last one stays until the run has ended: with it goes what keeps the model
        bool Leave()
        {
            if (Interlocked.Decrement(ref interested) > 0)
                return true;
            abandoned.Cancel();
            return false;
        }

        foreach (var entry in batch)
            entry.Copied(Leave);
        var started = Stopwatch.GetTimestamp();
        using var result = await InferAsync(joined, abandoned.Token) ?? InferenceResult.Failed(ErrorCode.CallerGone, "nobody waits for it any more");
        var ran = Stopwatch.GetTimestamp();
        pace.Record(ran - started);
        var rows = batch.Sum(static entry => entry.Rows);
        var isSplittable = result.Error is null && Rows.AreOf(result, rows);
        if (result.Error is null && !isSplittable && !Interlocked.Exchange(ref cannotSplit, true))
            events.Unsplittable();

        if (isSplittable)
            events.Ran(rows, ran - started);
        var first = 0;
        foreach (var entry in batch)
        {
            if (isSplittable)
                entry.Complete(new BatchedRun(Rows.Part(result, first, entry.Rows), started, ran, rows));
            else if (entry.TryTakeAgain())
                await RunPartAsync(entry, joined, first);
            first += entry.Rows;
        }
    }

    // the run of all failed: whose fault it was shows in runs of one each
    private async Task RunPartAsync(BatchEntry entry, InferenceRequest joined, int firstRow)
    {
        using var part = Rows.Part(joined, entry, firstRow);
        await RunAsync(entry, part);
    }

    private async Task RunAsync(BatchEntry entry, InferenceRequest request)
    {
        var started = Stopwatch.GetTimestamp();
        var result = await InferAsync(request, entry.Life);
        var ran = Stopwatch.GetTimestamp();
        pace.Record(ran - started);
        if (result is null)
        {
            entry.GiveUp();
            return;
        }

        if (result.Error is null)
            events.Ran(entry.Rows, ran - started);
        entry.Complete(new BatchedRun(result, started, ran, entry.Rows));
    }

    /// <summary>Null where it was cancelled.</summary>
    private async ValueTask<InferenceResult?> InferAsync(InferenceRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await model.InferAsync(request, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception e)
        {
            return InferenceResult.Failed(ErrorCode.ModelFailed, $"{e.GetType().Name}: {e.Message}");
        }
    }
}
