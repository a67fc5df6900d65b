namespace Inference.Adapters.Python.Processes;

/// <summary>A child of this process, in a group of its own.</summary>
internal sealed class LocalChild : IChild
{
    private const int MemoryInterval = 100;

    // the worker itself each time, all of its group, for which the whole of /proc is read, now and then
    private const int RoundsPerGroup = 5;
    private readonly int pid;
    private readonly long? memoryLimit;
    private int round;

    private LocalChild(int pid, int descriptor, long? memoryLimit)
    {
        this.pid = pid;
        this.memoryLimit = memoryLimit;
        Descriptor = descriptor;
    }

    public int Descriptor { get; }

    public int CheckInterval => memoryLimit is null ? -1 : MemoryInterval;

    /// <summary>Null where no descriptor is left for it: it is ended then.</summary>
    public static LocalChild? TryWatch(int pid, long? memoryLimit)
    {
        var descriptor = Native.OpenProcess(pid);
        if (descriptor >= 0)
            return new LocalChild(pid, descriptor, memoryLimit);
        Native.Signal(-pid, Native.SigKill);
        _ = Native.Reap(pid);
        return null;
    }

    public bool HasEnded() => true;

    public EndReason? CheckLimits()
    {
        if (memoryLimit is not { } limit)
            return null;
        var used = round++ % RoundsPerGroup == 0 ? GroupMemory.OfGroup(pid) : GroupMemory.OfProcess(pid);
        return used <= limit ? null : new EndReason("memory", $"it used {used >> 20} MiB of memory, more than its limit of {limit >> 20} MiB (resourceLimits.memory)");
    }

    public void Kill() => Native.Signal(-pid, Native.SigKill);

    public (int Status, EndReason? Unknown) Take()
    {
        // what it started goes with it; its number is its group's until its end is taken
        Kill();
        var status = Native.Reap(pid);
        Native.Close(Descriptor);
        return (status, null);
    }
}
