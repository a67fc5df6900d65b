using System.Diagnostics;
using Inference.Contracts;
using Inference.Telemetry.Traces;
using InferenceHost.Batching;
using InferenceHost.Components;

namespace InferenceHost.Admission;

/// <summary>
/// What an admitted request holds: a lease on a generation and, from when its body has been read until its answer is ready, a place in its queue. Disposed of when
/// the answer has been written.
/// </summary>
internal sealed class Ticket(Component component, Generation generation) : IDisposable
{
    // what is held: one of these, else twice the bytes of an answer that waits for its reader, and one more while the generation is
    private const long Nothing = 0;
    private const long Place = -1;
    private const long Finished = long.MinValue;
    private const long KeptLease = 1;
    private RequestTimes times;
    private long held;

    public Component Component => component;

    public Generation Generation => generation;

    public Signature Signature => generation.Signature;

    /// <summary>The most rows that one request may have; null where any number may be.</summary>
    public int? MaxRows => generation.Spec.Batching?.MaxRows;

    /// <summary>When the request passed which step; the protocols fill in what they do themselves.</summary>
    public ref RequestTimes Times => ref times;

    /// <summary>Takes the place that it runs from; the error where all are taken.</summary>
    public InferenceError? TakePlace()
    {
        if (!generation.TryTakePlace())
            return Desk.Full(generation);
        held = Place;
        return null;
    }

    /// <summary>
    /// The answer is ready and has to wait for its reader: its place is another's from now on, so that callers who read slowly hold none, as long as
    /// <see cref="UnreadAnswers"/> has room for what it holds.
    /// </summary>
    /// <param name="bytes">What is held until the answer is read.</param>
    /// <param name="needsModel">Whether outputs of the model are among them; else the generation is let go of.</param>
    /// <returns>Whether it holds no place now.</returns>
    public bool LeavePlace(long bytes, bool needsModel)
    {
        if (held != Place)
            return true;
        if (!UnreadAnswers.TryCount(bytes))
            return false;
        held = (bytes << 1) | (needsModel ? KeptLease : 0);
        generation.LeavePlace();
        if (!needsModel)
            generation.Release();
        return true;
    }

    /// <summary>
    /// Waits for a slot and runs the model on a request that was checked against the signature. Every failure is a result; the result becomes the caller's.
    /// </summary>
    public async ValueTask<InferenceResult> RunAsync(InferenceRequest request, RequestLife life)
    {
        if (generation.Batches is { } batches)
        {
            if (!batches.Delays && generation.Slots.TryEnter())
            {
                batches.Events.Released(BatchRelease.Free, BatchKind.RowsOf(request));
                return await RunInSlotAsync(request, life);
            }

            // inputs that the signature does not name may have more
            if (BatchKind.Of(request, out var rows) is { } kind && rows <= batches.Limits.MaxRows)
                return await RunInBatchAsync(batches.Add(request, kind, rows, life.Token), life);
        }

        // a slot is there for long, a quick run would be over before its turn had been arranged
        else if (generation.Spec.QuickRunsPass && generation.Pace.IsQuick)
        {
            return await RunByItselfAsync(request, life);
        }

        using (var queueing = Tracing.Source.StartActivity("queue"))
        {
            if (await EnterAsync(life) is { } refused)
                return InferenceResult.Failed(refused);
        }

        return await RunInSlotAsync(request, life);
    }

    private async ValueTask<InferenceResult> RunInBatchAsync(BatchEntry entry, RequestLife life)
    {
        using var running = Tracing.Source.StartActivity("batch");
        await using var ending = life.Token.UnsafeRegister(static entry => ((BatchEntry)entry!).End(), entry);
        using var patience = generation.Spec.QueueTimeout is { } longest ? new CancellationTokenSource(longest) : null;
        await using var giving = patience?.Token.UnsafeRegister(static entry => ((BatchEntry)entry!).EndWaiting(), entry) ?? default;
        try
        {
            var run = await entry.Task;
            (times.Started, times.Ran, times.RecordedRows) = (run.Started, run.Ran, run.Rows);
            return run.Result;
        }
        catch (OperationCanceledException)
        {
            return InferenceResult.Failed(life.Token.IsCancellationRequested ? Ended(life) : Waited());
        }
    }

    /// <summary>With a slot that was entered, and is left.</summary>
    private async ValueTask<InferenceResult> RunInSlotAsync(InferenceRequest request, RequestLife life)
    {
        try
        {
            return await RunByItselfAsync(request, life);
        }
        finally
        {
            generation.Slots.Leave();
        }
    }

    private async ValueTask<InferenceResult> RunByItselfAsync(InferenceRequest request, RequestLife life)
    {
        // see RunPace: a long run must not hold the thread that watches the caller's connection
        if (!generation.Model.RunsElsewhere && !generation.Pace.IsQuick)
            await Task.Yield();
        times.Started = Stopwatch.GetTimestamp();
        using var running = Tracing.Source.StartActivity("run");
        try
        {
            return await generation.Model.InferAsync(request, life.Token);
        }
        catch (OperationCanceledException) when (life.Token.IsCancellationRequested)
        {
            return InferenceResult.Failed(Ended(life));
        }
        catch (Exception e)
        {
            return InferenceResult.Failed(ErrorCode.ModelFailed, $"{e.GetType().Name}: {e.Message}");
        }
        finally
        {
            times.Ran = Stopwatch.GetTimestamp();
            generation.Pace.Record(times.Run);
        }
    }

    public void Dispose()
    {
        switch (Interlocked.Exchange(ref held, Finished))
        {
            case Finished:
                return;
            case Nothing:
                break;
            case Place:
                generation.LeavePlace();
                break;
            case var unread:
                UnreadAnswers.Discount(unread >> 1);
                if ((unread & KeptLease) == 0)
                    return;
                break;
        }

        generation.Release();
    }

    /// <summary>The error to answer with when the token was cancelled.</summary>
    internal static InferenceError Ended(RequestLife life) => life.EndedBy switch
    {
        ErrorCode.CallerGone => new InferenceError(ErrorCode.CallerGone, "the caller closed the connection"),
        ErrorCode.Draining => new InferenceError(ErrorCode.Draining, "the host shut down before the request was finished"),
        _ => new InferenceError(ErrorCode.DeadlineExceeded, $"the request was not finished within {(life.IsCallersDeadline ? "the timeout that it asks for" : "the component's requestTimeout")}"),
    };

    private async ValueTask<InferenceError?> EnterAsync(RequestLife life)
    {
        if (generation.Slots.TryEnter())
            return null;
        using var patience = generation.Spec.QueueTimeout is null ? null : CancellationTokenSource.CreateLinkedTokenSource(life.Token);
        patience?.CancelAfter(generation.Spec.QueueTimeout!.Value);
        generation.Slots.Waiting.Enter();
        try
        {
            await generation.Slots.EnterAsync(patience?.Token ?? life.Token);
            return null;
        }
        catch (OperationCanceledException) when (life.Token.IsCancellationRequested)
        {
            return Ended(life);
        }
        catch (OperationCanceledException)
        {
            return Waited();
        }
        finally
        {
            generation.Slots.Waiting.Leave();
        }
    }

    private InferenceError Waited() => new(ErrorCode.DeadlineExceeded, $"the request was not begun within the component's queue.timeout, {generation.Spec.QueueTimeout?.TotalMilliseconds:0.###} ms");
}
