using System.Collections.Concurrent;
using System.Threading.Channels;
using Inference.Adapters.Python.Exchange;
using Inference.Adapters.Python.Processes;
using Inference.Contracts;

namespace Inference.Adapters.Python.Pools;

/// <summary>
/// As many workers as runs may be in progress. Each has a keeper, which starts it and, when it ends, the next one. Idle workers stand in line; a request takes the first. A run that
/// nobody waits for any more is interrupted, and its process ended when it goes on for too long.
/// </summary>
internal sealed class WorkerPool : IAsyncDisposable
{
    private const int DeathsUntilFault = 3;

    // what an interrupted function has for stopping once its time is over
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    // asking whether it is there again costs little
    private static readonly TimeSpan LongestWaitForLauncher = TimeSpan.FromSeconds(1);
    private readonly Channel<Worker> idle = Channel.CreateUnbounded<Worker>();
    private readonly ConcurrentDictionary<Task, bool> unfinished = new();
    private readonly ConcurrentDictionary<Worker, bool> living = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly Lock gate = new();
    private readonly WorkerPlan plan;
    private readonly TimeProvider clock;
    private readonly Action<Worker> free;
    private readonly TaskCompletionSource<WorkerStart>[] first;
    private readonly Task[] keepers;
    private TaskCompletionSource faulted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile InferenceError? fault;

    private WorkerPool(WorkerPlan plan, TimeProvider clock)
    {
        this.plan = plan;
        this.clock = clock;
        free = worker => idle.Writer.TryWrite(worker);
        var count = plan.Source.Concurrency;
        first = [.. Enumerable.Range(0, count).Select(_ => new TaskCompletionSource<WorkerStart>(TaskCreationOptions.RunContinuationsAsynchronously))];
        keepers = [.. first.Select(started => Task.Run(() => KeepAsync(started)))];
    }

    /// <summary>What the docstring says.</summary>
    public Signature Signature { get; private set; } = Signature.Unknown;

    /// <summary>Why no worker can be had, where one after the other died while it started; null again when one got there.</summary>
    public InferenceError? Fault => fault;

    /// <summary>Starts all workers; an error where not all got there, and nothing is left then.</summary>
    public static async Task<Outcome<WorkerPool>> StartAsync(WorkerPlan plan, TimeProvider clock, CancellationToken cancellationToken)
    {
        var pool = new WorkerPool(plan, clock);
        var isWhole = false;
        try
        {
            var starts = await Task.WhenAll(pool.first.Select(started => started.Task)).WaitAsync(cancellationToken);
            if (starts.FirstOrDefault(start => start.Worker is null) is { } failed)
                return new InferenceError(failed.IsForNow ? ErrorCode.ModelNotReady : ErrorCode.ModelUnloadable, failed.Problem);
            pool.Signature = Signatures.Docstring.Read(starts[0].Worker!.Docstring, plan.Source.Events.Warned);
            foreach (var start in starts)
                start.Worker!.Describe(pool.Signature);
            isWhole = true;
            return pool;
        }
        finally
        {
            if (!isWhole)
                await pool.DisposeAsync();
        }
    }

    /// <summary>Runs the function in the first worker that is free.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled; the function is being stopped.</exception>
    public async ValueTask<Outcome<Reply>> RunAsync(InferenceRequest request, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (worker, error) = await TakeAsync(cancellationToken);
            if (worker is null)
                return error!;
            var run = worker.Begin(request, Signature);
            try
            {
                await using (cancellationToken.UnsafeRegister(static (run, token) => ((PendingRun)run!).TrySetCanceled(token), run))
                    return await run.Task;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                Remember(StopAsync(worker, run, request.Limit));
                throw;
            }
            catch (WorkerGoneException e) when (!e.WasRead)
            {
                // it died before it knew of the request: another one can have it
            }
            catch (WorkerGoneException)
            {
                var end = await worker.Exited;
                return new InferenceError(ErrorCode.ModelFailed, $"the worker process {end.Description} while it ran the function");
            }
            catch (BrokenExchangeException e)
            {
                return new InferenceError(ErrorCode.ModelFailed, $"the worker process broke the exchange ({e.Message}) and was ended");
            }
        }
    }

    /// <summary>Ends all workers and waits until nothing of them is left.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        foreach (var worker in living.Keys)
            worker.Kill(EndReason.Unloaded);
        await Task.WhenAll(keepers);
        await Task.WhenAll(unfinished.Keys);
    }

    private async ValueTask<(Worker? Worker, InferenceError? Error)> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            while (idle.Reader.TryRead(out var worker))
            {
                if (worker.IsAlive)
                    return (worker, null);
            }

            var broken = Volatile.Read(ref faulted).Task;
            if (fault is { } error)
                return (null, error);
            var freed = idle.Reader.WaitToReadAsync(cancellationToken).AsTask();
            await Task.WhenAny(freed, broken);
        }
    }

    /// <summary>So that the pool does not end before it.</summary>
    private void Remember(Task task)
    {
        unfinished.TryAdd(task, true);
        _ = task.ContinueWith(static (done, all) => ((ConcurrentDictionary<Task, bool>)all!).TryRemove(done, out _), unfinished, TaskScheduler.Default);
    }

    /// <summary>Stops a run that nobody waits for any more: asks first, and ends the process where it goes on for too long.</summary>
    private async Task StopAsync(Worker worker, PendingRun run, Deadline limit)
    {
        var patience = limit.IsNone || limit.Remaining < Grace ? Grace : limit.Remaining;
        using var late = new CancellationTokenSource(patience, clock);
        await using var kill = late.Token.UnsafeRegister(static worker => ((Worker)worker!).Kill(EndReason.Timeout), worker);
        var ended = run.Ended;

        // the first may come before the function is called; the worker hears no second one
        for (var pause = FirstPause; !ended.IsCompleted; pause = pause < LongestPause ? 2 * pause : pause)
        {
            worker.Interrupt(run);
            await Task.WhenAny(ended, Task.Delay(pause, clock));
        }
    }

    /// <summary>Keeps one worker alive until the pool ends.</summary>
    private async Task KeepAsync(TaskCompletionSource<WorkerStart> started)
    {
        var deaths = default(BackOff);
        while (!stopping.IsCancellationRequested)
        {
            var start = await Worker.StartAsync(plan, free, clock, stopping.Token);
            var delay = start.Worker is { } worker ? await LiveAsync(worker, started, deaths) : Miss(start, started, deaths);
            deaths = delay.Deaths;
            try
            {
                if (delay.Time > TimeSpan.Zero)
                    await Task.Delay(delay.Time, clock, stopping.Token);
            }
            catch (OperationCanceledException)
            {
                // the pool ends
            }
        }

        started.TrySetCanceled(stopping.Token);
    }

    /// <summary>A worker's life, from its being ready to its end; then how long to wait for the next.</summary>
    private async Task<(TimeSpan Time, BackOff Deaths)> LiveAsync(Worker worker, TaskCompletionSource<WorkerStart> started, BackOff deaths)
    {
        Recover(worker);
        if (stopping.IsCancellationRequested)
            worker.Kill(EndReason.Unloaded);
        if (!started.TrySetResult(WorkerStart.Of(worker)))
            worker.Describe(Signature);
        idle.Writer.TryWrite(worker);
        var end = await worker.Exited;
        Remember(worker.EndAsync(clock, stopping.Token));
        living.TryRemove(worker, out _);
        Tell(end);
        if (worker.HasAnswered)
            return (TimeSpan.Zero, default);
        var delay = deaths.Next();
        return (delay, deaths);
    }

    /// <summary>A worker that did not get ready.</summary>
    private (TimeSpan Time, BackOff Deaths) Miss(WorkerStart start, TaskCompletionSource<WorkerStart> started, BackOff deaths)
    {
        if (start.End is { } end)
            Tell(end);
        var delay = deaths.Next();
        if (start.IsForNow && delay > LongestWaitForLauncher)
            delay = LongestWaitForLauncher;
        if (start.IsFinal || deaths.Count >= DeathsUntilFault)
        {
            started.TrySetResult(start);
            Fail(start.Problem);
        }

        return (delay, deaths);
    }

    private void Tell(ProcessEnd end)
    {
        if (!stopping.IsCancellationRequested)
            plan.Source.Events.WorkerEnded(end.Reason, $"the worker process {end.Description}");
    }

    private void Fail(string problem)
    {
        lock (gate)
        {
            if (!living.IsEmpty)
                return;
            fault = new InferenceError(ErrorCode.ModelNotReady, problem);
            faulted.TrySetResult();
        }
    }

    private void Recover(Worker worker)
    {
        lock (gate)
        {
            living.TryAdd(worker, true);
            if (fault is null)
                return;
            Volatile.Write(ref faulted, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            fault = null;
        }
    }
}
