using System.Runtime.InteropServices;

namespace Inference.Testing.Hosts;

/// <summary>Signals to other processes, which the framework cannot send.</summary>
public static partial class Signals
{
    private const int Terminate = 15;

    /// <summary>False where there is no such process any more.</summary>
    public static bool SendTerminate(int process) => Kill(process, Terminate) == 0;

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
