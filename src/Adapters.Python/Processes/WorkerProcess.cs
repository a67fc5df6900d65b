using System.ComponentModel;
using Inference.Contracts;
using Microsoft.Win32.SafeHandles;

namespace Inference.Adapters.Python.Processes;

/// <summary>
/// A worker's process with all that connects it to the host: the exchange, shared memory, its output. A thread of its own passes its lines on, watches its memory and takes its end.
/// When this host ends, however it ends, the kernel closes the pipe behind descriptor 0 and with that ends the worker's process group.
/// </summary>
internal sealed class WorkerProcess : IDisposable
{
    private const int FirstPassed = 64;
    private const int PassedCount = 6;
    private const int MostLastErrors = 12;
    private const int WatchInterval = 100;
    private readonly TaskCompletionSource<ProcessEnd> exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock gate = new();
    private readonly Queue<string> lastErrors = new();
    private readonly long? memoryLimit;
    private readonly IModelEvents events;
    private readonly int life;
    private readonly int output;
    private readonly int errors;
    private EndReason? endedFor;
    private bool isReaped;

    private WorkerProcess(int pid, Descriptors descriptors, long? memoryLimit, IModelEvents events)
    {
        Id = pid;
        this.memoryLimit = memoryLimit;
        this.events = events;
        Exchange = new SafeFileHandle(descriptors.Exchange, ownsHandle: true);
        Arriving = new SafeFileHandle(descriptors.Arriving, ownsHandle: true);
        Leaving = new SafeFileHandle(descriptors.Leaving, ownsHandle: true);
        (life, output, errors) = (descriptors.Life, descriptors.Output, descriptors.Errors);
    }

    public int Id { get; }

    /// <summary>Frames, both ways: our end of a pair of stream sockets.</summary>
    public SafeFileHandle Exchange { get; }

    /// <summary>Memory for the inputs of the request in progress, written by us.</summary>
    public SafeFileHandle Arriving { get; }

    /// <summary>Memory for the outputs, written by the worker.</summary>
    public SafeFileHandle Leaving { get; }

    /// <summary>Completes when the process has ended, with its whole group.</summary>
    public Task<ProcessEnd> Exited => exited.Task;

    /// <summary>Starts an interpreter on the worker's script; what cannot be started is a <see cref="Win32Exception"/>.</summary>
    public static WorkerProcess Start(WorkerLaunch launch, IModelEvents events)
    {
        var descriptors = Descriptors.Open();
        try
        {
            var pid = Spawn.Start(launch.Interpreter, [launch.Interpreter, launch.Script], launch.Environment, launch.WorkingFolder, descriptors.Passed);
            if (pid < 0)
                throw new Win32Exception(-pid);
            var process = new WorkerProcess(pid, descriptors, launch.MemoryLimit, events);
            new Thread(process.Watch, maxStackSize: 256 * 1024) { IsBackground = true, Name = "python worker" }.Start();
            return process;
        }
        catch
        {
            descriptors.CloseOurs();
            throw;
        }
        finally
        {
            descriptors.ClosePassed();
        }
    }

    /// <summary>Asks the function that runs to stop: a KeyboardInterrupt in it.</summary>
    public void Interrupt()
    {
        lock (gate)
        {
            if (!isReaped)
                Native.Signal(Id, Native.SigInt);
        }
    }

    /// <summary>Ends the process and every process of its group. The first reason is the one that is told.</summary>
    public void Kill(EndReason reason)
    {
        lock (gate)
        {
            if (isReaped)
                return;
            endedFor ??= reason;
            Native.Signal(-Id, Native.SigKill);
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
        var ending = Native.OpenProcess(Id);
        Span<Native.PollDescriptor> polled = stackalloc Native.PollDescriptor[3];
        var buffer = new byte[LineSplitter.MostBytes];
        var (outputOpen, errorsOpen) = (true, true);
        var round = 0;
        if (ending < 0)
            Kill(new EndReason("exit", "no descriptors are left to watch it with: raise the limit of open files"));
        while (ending >= 0)
        {
            polled[0] = new Native.PollDescriptor { Descriptor = ending, Events = Native.PollIn };
            polled[1] = new Native.PollDescriptor { Descriptor = outputOpen ? output : -1, Events = Native.PollIn };
            polled[2] = new Native.PollDescriptor { Descriptor = errorsOpen ? errors : -1, Events = Native.PollIn };
            _ = Native.Poll(polled, memoryLimit is null ? -1 : WatchInterval);
            if (polled[1].Returned != 0)
                outputOpen = Pass(output, outputLines, buffer);
            if (polled[2].Returned != 0)
                errorsOpen = Pass(errors, errorLines, buffer);
            if (polled[0].Returned != 0)
                break;
            if (memoryLimit is { } limit)
                CheckMemory(limit, round++);
        }

        Finish(ending, buffer, outputLines, errorLines);
    }

    private void Finish(int ending, byte[] buffer, LineSplitter outputLines, LineSplitter errorLines)
    {
        int status;
        lock (gate)
        {
            // what it started goes with it; its number is its group's until it is taken
            Native.Signal(-Id, Native.SigKill);
            status = Native.Reap(Id);
            isReaped = true;
        }

        // what it had written is in the pipes still; no more than they hold, should somebody outside of the group go on writing
        for (var i = 0; i < 16 && Native.Read(output, buffer) is > 0 and var read; i++)
            outputLines.Add(buffer.AsSpan(0, read));
        for (var i = 0; i < 16 && Native.Read(errors, buffer) is > 0 and var read; i++)
            errorLines.Add(buffer.AsSpan(0, read));
        outputLines.Flush();
        errorLines.Flush();
        foreach (var descriptor in (ReadOnlySpan<int>)[ending, output, errors, life])
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

    private void CheckMemory(long limit, int round)
    {
        // the worker itself each time, all of its group, for which the whole of /proc is read, now and then
        var used = round % 5 == 0 ? GroupMemory.OfGroup(Id) : GroupMemory.OfProcess(Id);
        if (used > limit)
            Kill(new EndReason("memory", $"it used {used >> 20} MiB of memory, more than its limit of {limit >> 20} MiB (resourceLimits.memory)"));
    }

    /// <summary>Our ends, and the child's under numbers that do not collide with those it gets.</summary>
    private struct Descriptors
    {
        public int Life;
        public int Output;
        public int Errors;
        public int Exchange;
        public int Arriving;
        public int Leaving;

        public int[] Passed { get; private init; }

        public static Descriptors Open()
        {
            var made = new Descriptors { Passed = [-1, -1, -1, -1, -1, -1], Life = -1, Output = -1, Errors = -1, Exchange = -1, Arriving = -1, Leaving = -1 };
            Span<int> theirs = stackalloc int[PassedCount];
            theirs.Fill(-1);
            var opened = Native.TryPipe(out theirs[0], out made.Life)
                && Native.TryPipe(out made.Output, out theirs[1])
                && Native.TryPipe(out made.Errors, out theirs[2])
                && Native.TrySocketPair(out made.Exchange, out theirs[3])
                && (theirs[4] = made.Arriving = Native.CreateMemory()) >= 0
                && (theirs[5] = made.Leaving = Native.CreateMemory()) >= 0;
            for (var i = 0; i < PassedCount; i++)
            {
                if (theirs[i] >= 0)
                    made.Passed[i] = Native.Duplicate(theirs[i], FirstPassed);
                if (i < 4)
                    Native.Close(theirs[i]);
            }

            if (opened && Array.TrueForAll(made.Passed, descriptor => descriptor >= 0))
                return made;
            made.CloseOurs();
            made.ClosePassed();
            throw new Win32Exception("no descriptors are left for a worker process: raise the limit of open files");
        }

        public readonly void CloseOurs()
        {
            foreach (var descriptor in (ReadOnlySpan<int>)[Life, Output, Errors, Exchange, Arriving, Leaving])
                Native.Close(descriptor);
        }

        public readonly void ClosePassed()
        {
            foreach (var descriptor in Passed)
                Native.Close(descriptor);
        }
    }
}
