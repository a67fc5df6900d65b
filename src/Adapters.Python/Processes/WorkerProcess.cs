using System.ComponentModel;
using Inference.Contracts;
using Microsoft.Win32.SafeHandles;

namespace Inference.Adapters.Python.Processes;

/// <summary>
/// A worker's process with all that connects it to the host: the exchange, shared memory, its output. A thread of its own passes its lines on, watches its limits and takes its end.
/// When this host ends, however it ends, the kernel closes the pipe behind descriptor 0 and with that ends the worker's process group.
/// </summary>
internal sealed class WorkerProcess : IDisposable
{
    private const int MostLastErrors = 12;
    private readonly TaskCompletionSource<ProcessEnd> exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock gate = new();
    private readonly Queue<string> lastErrors = new();
    private readonly IChild child;
    private readonly IModelEvents events;
    private readonly int life;
    private readonly int output;
    private readonly int errors;
    private readonly int interrupts;
    private EndReason? endedFor;
    private bool isTaken;

    private WorkerProcess(IChild child, WorkerDescriptors descriptors, IModelEvents events)
    {
        this.child = child;
        this.events = events;
        Exchange = new SafeFileHandle(descriptors.Exchange, ownsHandle: true);
        Arriving = new SafeFileHandle(descriptors.Arriving, ownsHandle: true);
        Leaving = new SafeFileHandle(descriptors.Leaving, ownsHandle: true);
        (life, output, errors, interrupts) = (descriptors.Life, descriptors.Output, descriptors.Errors, descriptors.Interrupts);
    }

    /// <summary>Frames, both ways: our end of a pair of stream sockets.</summary>
    public SafeFileHandle Exchange { get; }

    /// <summary>Memory for the inputs of the request in progress, written by us.</summary>
    public SafeFileHandle Arriving { get; }

    /// <summary>Memory for the outputs, written by the worker.</summary>
    public SafeFileHandle Leaving { get; }

    /// <summary>Completes when the process has ended, with its whole group.</summary>
    public Task<ProcessEnd> Exited => exited.Task;

    /// <summary>Starts an interpreter on the worker's script.</summary>
    /// <returns>The process; or why there is none.</returns>
    /// <exception cref="Win32Exception">No descriptors are left.</exception>
    public static async ValueTask<(WorkerProcess? Process, ChildStart Start)> StartAsync(IWorkerLaunch launch, IModelEvents events, CancellationToken cancellationToken)
    {
        var descriptors = WorkerDescriptors.Open();
        WorkerProcess? process = null;
        try
        {
            var start = await launch.StartAsync(descriptors, cancellationToken);
            if (start.Child is { } child)
            {
                process = new WorkerProcess(child, descriptors, events);
                new Thread(process.Watch, maxStackSize: 256 * 1024) { IsBackground = true, Name = "python worker" }.Start();
            }

            return (process, start);
        }
        finally
        {
            if (process is null)
                descriptors.CloseOurs();
            descriptors.ClosePassed();
        }
    }

    /// <summary>Asks the function that runs to stop: a KeyboardInterrupt in it. When this returns the signal is there: it hits no request that is sent later.</summary>
    public void Interrupt()
    {
        lock (gate)
        {
            if (!isTaken)
                Native.Poke(interrupts);
        }
    }

    /// <summary>Ends the process and every process of its group. The first reason is the one that is told.</summary>
    public void Kill(EndReason reason)
    {
        lock (gate)
        {
            if (isTaken)
                return;
            endedFor ??= reason;
            child.Kill();
        }
    }

    /// <summary>Gives descriptors back. The process has ended.</summary>
    public void Dispose()
    {
        Exchange.Dispose();
        Arriving.Dispose();
        Leaving.Dispose();
    }

    private void Watch()
    {
        var outputLines = new LineSplitter(events.Printed);
        var errorLines = new LineSplitter(RememberError);
        Span<Native.PollDescriptor> polled = stackalloc Native.PollDescriptor[3];
        var buffer = new byte[LineSplitter.MostBytes];
        var (outputOpen, errorsOpen) = (true, true);
        while (true)
        {
            polled[0] = new Native.PollDescriptor { Descriptor = child.Descriptor, Events = Native.PollIn };
            polled[1] = new Native.PollDescriptor { Descriptor = outputOpen ? output : -1, Events = Native.PollIn };
            polled[2] = new Native.PollDescriptor { Descriptor = errorsOpen ? errors : -1, Events = Native.PollIn };
            _ = Native.Poll(polled, child.CheckInterval);
            if (polled[1].Returned != 0)
                outputOpen = Pass(output, outputLines, buffer);
            if (polled[2].Returned != 0)
                errorsOpen = Pass(errors, errorLines, buffer);
            if (polled[0].Returned != 0 && child.HasEnded())
                break;
            if (child.CheckLimits() is { } reason)
                Kill(reason);
        }

        Finish(buffer, outputLines, errorLines);
    }

    private void Finish(byte[] buffer, LineSplitter outputLines, LineSplitter errorLines)
    {
        int status;
        lock (gate)
        {
            (status, var unknown) = child.Take();
            endedFor ??= unknown;
            isTaken = true;
        }

        // what it had written is in the pipes still; no more than they hold, should somebody outside of the group go on writing
        for (var i = 0; i < 16 && Native.Read(output, buffer) is > 0 and var read; i++)
            outputLines.Add(buffer.AsSpan(0, read));
        for (var i = 0; i < 16 && Native.Read(errors, buffer) is > 0 and var read; i++)
            errorLines.Add(buffer.AsSpan(0, read));
        outputLines.Flush();
        errorLines.Flush();
        foreach (var descriptor in (ReadOnlySpan<int>)[output, errors, life, interrupts])
            Native.Close(descriptor);
        exited.SetResult(new ProcessEnd(status, endedFor, [.. lastErrors]));
    }

    /// <summary>One piece; false when the stream is at its end.</summary>
    private static bool Pass(int descriptor, LineSplitter lines, byte[] buffer)
    {
        var read = Native.Read(descriptor, buffer);
        if (read > 0)
            lines.Add(buffer.AsSpan(0, read));
        return read != 0;
    }

    private void RememberError(string line)
    {
        lastErrors.Enqueue(line);
        if (lastErrors.Count > MostLastErrors)
            lastErrors.Dequeue();
        events.Printed(line);
    }
}
