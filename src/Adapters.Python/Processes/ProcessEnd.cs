using System.Globalization;

namespace Inference.Adapters.Python.Processes;

/// <summary>How a worker process ended.</summary>
/// <param name="Status">As waitpid gives it.</param>
/// <param name="EndedFor">Why it was ended by us, where it was.</param>
/// <param name="LastErrors">The last lines it wrote to standard error.</param>
internal sealed record ProcessEnd(int Status, EndReason? EndedFor, IReadOnlyList<string> LastErrors)
{
    private static readonly Dictionary<int, string> Signals = new()
    {
        [1] = "SIGHUP",
        [2] = "SIGINT",
        [3] = "SIGQUIT",
        [4] = "SIGILL (illegal instruction)",
        [5] = "SIGTRAP",
        [6] = "SIGABRT (aborted)",
        [7] = "SIGBUS (bus error)",
        [8] = "SIGFPE (arithmetic error)",
        [9] = "SIGKILL (by another process, or by the system for want of memory)",
        [11] = "SIGSEGV (segmentation fault)",
        [13] = "SIGPIPE",
        [14] = "SIGALRM",
        [15] = "SIGTERM",
        [24] = "SIGXCPU",
        [31] = "SIGSYS",
    };

    private int Signal => Status & 0x7f;

    /// <summary>One word, for a metric.</summary>
    public string Reason => EndedFor?.Word ?? (Signal != 0 ? "signal" : "exit");

    /// <summary>What follows "the worker process ".</summary>
    public string Description =>
        EndedFor is not null ? $"was ended: {EndedFor.Message}"
        : Signal == 0 ? string.Create(CultureInfo.InvariantCulture, $"exited with code {(Status >> 8) & 0xff}")
        : $"was killed by {(Signals.TryGetValue(Signal, out var name) ? name : string.Create(CultureInfo.InvariantCulture, $"signal {Signal}"))}";
}
