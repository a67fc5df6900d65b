using Host = Inference.Testing.Hosts.ProcessFigures;

namespace Inference.Adapters.Onnx.Tests.Runtime;

/// <summary>What Linux says of this process.</summary>
internal static class ProcessFigures
{
    /// <summary>Resident memory, after the collector has taken what it can.</summary>
    public static long ResidentBytes()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return Host.ResidentBytes(Environment.ProcessId);
    }

    public static int Threads() => Directory.GetDirectories("/proc/self/task").Length;

    /// <summary>Remote ends of this process's TCP and UDP sockets that are on another machine, as hexadecimal addresses.</summary>
    public static string[] RemoteEnds() => Host.RemoteEnds(Environment.ProcessId);
}
