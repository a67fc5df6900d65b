using System.ComponentModel;
using Inference.Adapters.Python.Exchange;
using Inference.Adapters.Python.Processes;
using Inference.Contracts;

namespace Inference.Adapters.Python.Pools;

/// <summary>A worker that has imported the function: a process and the exchange with it.</summary>
internal sealed class Worker : IDisposable
{
    private static readonly TimeSpan LastWords = TimeSpan.FromMilliseconds(500);
    private readonly WorkerProcess process;
    private readonly WorkerChannel channel;

    private Worker(WorkerProcess process, Action<Worker> onFree)
    {
        this.process = process;
        channel = new WorkerChannel(process, _ => onFree(this));
    }

    /// <summary>The function's; empty where it has none.</summary>
    public string Docstring { get; private set; } = "";

    /// <summary>Whether it has answered a request: from then on its death says nothing of the function's start.</summary>
    public bool HasAnswered => channel.HasAnswered;

    public bool IsAlive => !process.Exited.IsCompleted;

    /// <summary>Completes when the process has ended.</summary>
    public Task<ProcessEnd> Exited => process.Exited;

    /// <summary>Starts a process and lets it import the function. Nothing is left of one that does not get there.</summary>
    /// <param name="plan">From what.</param>
    /// <param name="onFree">Called whenever the worker has answered a request and could take the next.</param>
    /// <param name="clock">For the time that importing may take.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<WorkerStart> StartAsync(WorkerPlan plan, Action<Worker> onFree, TimeProvider clock, CancellationToken cancellationToken)
    {
        WorkerProcess? process;
        try
        {
            (process, var start) = await WorkerProcess.StartAsync(plan.Launch, plan.Source.Events, cancellationToken);
            if (process is null)
                return WorkerStart.Failed(start.Problem, isFinal: !start.IsForNow) with { IsForNow = start.IsForNow };
        }
        catch (Win32Exception e)
        {
            return WorkerStart.Failed($"{plan.Launch.Interpreter} cannot be started: {e.Message}", isFinal: true);
        }
        catch (OperationCanceledException)
        {
            return WorkerStart.Failed("the pool ends", isFinal: false);
        }

        var worker = new Worker(process, onFree);
        using var timer = new CancellationTokenSource(plan.Options.StartTimeout, clock);
        await using var late = timer.Token.UnsafeRegister(_ => process.Kill(EndReason.StartTimeout(plan.Options.StartTimeout)), null);
        await using var stop = cancellationToken.UnsafeRegister(_ => process.Kill(EndReason.Unloaded), null);
        Ready ready;
        try
        {
            ready = await worker.channel.StartAsync(plan.Options, plan.Source.ModelPath ?? "");
        }
        catch (Exception e) when (e is WorkerGoneException or BrokenExchangeException)
        {
            return await worker.FailAsync(plan);
        }

        if (ready.Failure is not { } failure)
        {
            worker.Docstring = ready.Docstring;
            return WorkerStart.Of(worker);
        }

        process.Kill(EndReason.Unloaded);
        await worker.EndAsync();
        if (failure.Trace.Length > 0)
            plan.Source.Events.Raised(requestId: null, failure.Trace);
        // a missing package is most often one of another interpreter
        var where = failure.Summary.StartsWith("ModuleNotFoundError", StringComparison.Ordinal) ? $" (by {plan.Launch.Interpreter})" : "";
        return WorkerStart.Failed($"{plan.Options.Function} could not be imported: {failure.Summary}{where}", isFinal: true);
    }

    /// <summary>Tells which types the docstring gives outputs.</summary>
    public void Describe(Signature signature) => channel.Describe(signature);

    /// <summary>Lets it run the function; see <see cref="WorkerChannel.Begin"/>.</summary>
    public PendingRun Begin(InferenceRequest request, Signature signature) => channel.Begin(request, signature);

    /// <summary>Asks the function to stop, if it is this run that it is at.</summary>
    public void Interrupt(PendingRun run) => channel.Interrupt(run);

    public void Kill(EndReason reason) => process.Kill(reason);

    /// <summary>Gives everything back, once the process has ended.</summary>
    /// <param name="clock">Whose time it is.</param>
    /// <param name="atOnce">Cancelled when nobody reads what it said last.</param>
    public async Task EndAsync(TimeProvider clock, CancellationToken atOnce)
    {
        await process.Exited;
        try
        {
            // what it sent before it ended is to be read still; where a process outside of its group holds its end, nothing more will come
            await Task.Delay(LastWords, clock, atOnce);
        }
        catch (OperationCanceledException)
        {
            // nobody does
        }

        await EndAsync();
    }

    /// <summary>As <see cref="EndAsync(TimeProvider, CancellationToken)"/>, of a process that has ended.</summary>
    public void Dispose()
    {
        channel.Dispose();
        process.Dispose();
    }

    private async Task<ProcessEnd> EndAsync()
    {
        var end = await process.Exited;
        Dispose();
        return end;
    }

    private async Task<WorkerStart> FailAsync(WorkerPlan plan)
    {
        var end = await EndAsync();
        var lines = end.LastErrors.Count > 0 ? $"; its last lines: {string.Join(" | ", end.LastErrors)}" : "";
        var problem = $"while {plan.Options.Function} was imported, the worker process {end.Description}{lines}";
        return WorkerStart.Failed(problem, isFinal: end.EndedFor?.Word == "timeout", end) with { IsForNow = end.EndedFor == EndReason.LauncherGone };
    }
}
