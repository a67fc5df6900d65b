using System.ComponentModel;

namespace Inference.Adapters.Python.Processes;

/// <summary>What connects a worker's process and the host: our ends, and the worker's under numbers that do not collide with those it gets, 0 to 6.</summary>
internal sealed class WorkerDescriptors
{
    private const int FirstPassed = 64;
    private const int PassedCount = 7;
    private int life = -1;
    private int output = -1;
    private int errors = -1;
    private int exchange = -1;
    private int arriving = -1;
    private int leaving = -1;
    private int interrupts = -1;

    private WorkerDescriptors()
    {
    }

    /// <summary>A pipe that nobody writes to: the worker's group dies when it is closed.</summary>
    public int Life => life;

    public int Output => output;

    public int Errors => errors;

    /// <summary>Our end of a pair of stream sockets.</summary>
    public int Exchange => exchange;

    /// <summary>A memory file for inputs.</summary>
    public int Arriving => arriving;

    /// <summary>A memory file for outputs.</summary>
    public int Leaving => leaving;

    /// <summary>A pipe: where a byte is written to it, the kernel interrupts the worker before that returns.</summary>
    public int Interrupts => interrupts;

    /// <summary>The worker's.</summary>
    public int[] Passed { get; } = [-1, -1, -1, -1, -1, -1, -1];

    /// <exception cref="Win32Exception">None are left.</exception>
    public static WorkerDescriptors Open()
    {
        var made = new WorkerDescriptors();
        if (made.TryOpen())
            return made;
        made.CloseOurs();
        made.ClosePassed();
        throw new Win32Exception("no descriptors are left for a worker process: raise the limit of open files");
    }

    public void CloseOurs()
    {
        foreach (var descriptor in (ReadOnlySpan<int>)[life, output, errors, exchange, arriving, leaving, interrupts])
            Native.Close(descriptor);
    }

    public void ClosePassed()
    {
        foreach (var descriptor in Passed)
            Native.Close(descriptor);
    }

    private bool TryOpen()
    {
        Span<int> theirs = stackalloc int[PassedCount];
        theirs.Fill(-1);
        var opened = Native.TryPipe(out theirs[0], out life)
            && Native.TryPipe(out output, out theirs[1])
            && Native.TryPipe(out errors, out theirs[2])
            && Native.TrySocketPair(out exchange, out theirs[3])
            && (theirs[4] = arriving = Native.CreateMemory()) >= 0
            && (theirs[5] = leaving = Native.CreateMemory()) >= 0
            && Native.TryPipe(out theirs[6], out interrupts);
        Native.DoNotBlock(interrupts);
        for (var i = 0; i < PassedCount; i++)
        {
            if (theirs[i] >= 0)
                Passed[i] = Native.Duplicate(theirs[i], FirstPassed);

            // the memory files are theirs and ours
            if (i is not (4 or 5))
                Native.Close(theirs[i]);
        }

        return opened && Array.TrueForAll(Passed, descriptor => descriptor >= 0);
    }
}
