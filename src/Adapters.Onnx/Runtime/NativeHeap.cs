using System.Runtime.InteropServices;

namespace Inference.Adapters.Onnx.Runtime;

/// <summary>The C library's heap, which ONNX Runtime allocates from.</summary>
internal static partial class NativeHeap
{
    private static bool canTrim = OperatingSystem.IsLinux();

    /// <summary>
    /// Gives free memory back to the system: glibc keeps freed blocks of up to 32 MB for each of many arenas, so that the weights of a model that is gone
    /// would still count as the process's. Takes milliseconds; not for every run.
    /// </summary>
    public static void Trim()
    {
        if (!canTrim)
            return;
        try
        {
            _ = Trim(padding: 0);
        }
        catch (EntryPointNotFoundException)
        {
            // musl has no such call, and no such habit
            canTrim = false;
        }
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Trim(nuint padding);
}
