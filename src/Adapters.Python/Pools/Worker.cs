using System.ComponentModel;
using Inference.Adapters.Python.Exchange;
using Inference.Adapters.Python.Processes;
using Inference.Contracts;

namespace Inference.Adapters.Python.Pools;

/// <summary>A worker that has imported the function: a process and the exchange with it.</summary>
internal sealed class Worker
{
    private static readonly TimeSpan LastWords = TimeSpan.FromMilliseconds(500);
    private readonly WorkerProcess process;
    private readonly WorkerChannel channel;
    private readonly TimeProvider clock;

    private Worker(WorkerProcess process, WorkerChannel channel, string docstring, TimeProvider clock)
    {
        this.clock = clock;
        this.process = process;
        this.channel = channel;
        Docstring = docstring;
    }

    /// <summary>The function's; empty where it has none.</summary>
    public string Docstring { get; }

    /// <summary>Whether it has answered a request: from then on its death says nothing of the function's start.</summary>
    public bool HasAnswered { get; private set; }

    public bool IsAlive => !process.Exited.IsCompleted;

    /// <summary>Completes when the process has ended.</summary>
    public Task<ProcessEnd> Exited => process.Exited;

    /// <summary>Starts a process and lets it import the function. Nothing is left of one that does not get there.</summary>
    public static async Task<WorkerStart> StartAsync(WorkerPlan plan, TimeProvider clock, CancellationToken cancellationToken)
    {
        WorkerProcess process;
        try
        {
            process = WorkerProcess.Start(plan.Launch, plan.Source.Events);
        }
        catch (Win32Exception e)
        {
            return WorkerStart.Failed($"the interpreter {plan.Launch.Interpreter} cannot be started: {e.Message}", isFinal: true);
        }

        var channel = new WorkerChannel(process);
        using var timer = new CancellationTokenSource(plan.Options.StartTimeout, clock);
        await using var late = timer.Token.UnsafeRegister(_ => process.Kill(EndReason.StartTimeout(plan.Options.StartTimeout)), null);
        await using var stop = cancellationToken.UnsafeRegister(_ => process.Kill(EndReason.Unloaded), null);
        try
        {
            var ready = await channel.StartAsync(plan.Options, plan.Source.ModelPath ?? "");
            if (ready.Failure is null)
                return WorkerStart.Of(new Worker(process, channel, ready.Docstring, clock));
            await EndAsync(process, channel, EndReason.Unloaded);
            if (ready.Failure.Trace.Length > 0)
                plan.Source.Events.Raised(requestId: null, ready.Failure.Trace);
            return WorkerStart.Failed($"{plan.Options.Function} could not be imported: {ready.Failure.Summary}", isFinal: true);
        }
        catch (BrokenExchangeException e)
        {
            process.Kill(EndReason.Protocol(e.Message));
        }
        catch (WorkerGoneException)
        {
            // told by how it ended
            await CloseAsync(process, clock);
        }

        var end = await EndAsync(process, channel, EndReason.Unloaded);
        var lines = end.LastErrors.Count > 0 ? $"; its last lines: {string.Join(" | ", end.LastErrors)}" : "";
        return WorkerStart.Failed($"while {plan.Options.Function} was imported, the worker process {end.Description}{lines}", isFinal: end.EndedFor?.Word == "timeout", end);
    }

    /// <summary>Tells which types the docstring gives outputs.</summary>
    public async Task DescribeAsync(Signature signature)
    {
        try
        {
            await channel.DescribeAsync(signature);
        }
        catch (WorkerGoneException)
        {
            // whoever gives it a request finds out
        }
    }

    /// <summary>
    /// Runs the function. The request is needed until this returns its task only. What the worker cannot be trusted after ends it; the exceptions are those of <see cref="WorkerChannel"/>.
    /// </summary>
    public async Task<Reply> RunAsync(InferenceRequest request, Signature signature)
    {
        try
        {
            var reply = await channel.RunAsync(request, signature);
            HasAnswered = true;
            return reply;
        }
        catch (BrokenExchangeException e)
        {
            process.Kill(EndReason.Protocol(e.Message));
            throw;
        }
        catch (WorkerGoneException)
        {
            await CloseAsync(process, clock);
            throw;
        }
        catch (Exception e)
        {
            // a bug of ours, or no memory: what it is in the middle of is unknown
            process.Kill(EndReason.Protocol(e.Message));
            throw;
        }
    }

    /// <summary>Asks the function that runs to stop.</summary>
    public void Interrupt() => process.Interrupt();

    public void Kill(EndReason reason) => process.Kill(reason);

    /// <summary>Gives everything back, once the process has ended.</summary>
    /// <param name="atOnce">Cancelled when nobody reads what it said last.</param>
    public async Task EndAsync(CancellationToken atOnce)
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

        process.Dispose();
        channel.Dispose();
    }

    /// <summary>The exchange is closed: the process is ending, and says itself how; one that goes on is ended.</summary>
    private static async Task CloseAsync(WorkerProcess process, TimeProvider clock)
    {
        try
        {
            await process.Exited.WaitAsync(LastWords, clock);
        }
        catch (TimeoutException)
        {
            process.Kill(EndReason.Closed);
        }
    }

    private static async Task<ProcessEnd> EndAsync(WorkerProcess process, WorkerChannel channel, EndReason reason)
    {
        process.Kill(reason);
        var end = await process.Exited;
        process.Dispose();
        channel.Dispose();
        return end;
    }
}
