using System.Runtime.InteropServices;

namespace Inference.Adapters.Onnx.Runtime;

/// <summary>
/// The C library's heap, which ONNX Runtime allocates from. glibc keeps freed blocks, up to 64 MB for each of many arenas, so that the weights of a model that is
/// gone, or what a burst of large runs needed, would count as the process's for ever.
/// </summary>
internal static partial class NativeHeap
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    // to have it back costs the next runs some milliseconds, so not often, and less than this is not worth them
    private const long MuchFree = 64L << 20;

    // musl has no such calls, and no such habit; glibc can give back since long, and say how much is free since 2.33
    private static readonly bool CanTrim = Has("malloc_trim");
    private static readonly bool CanLook = Has("mallinfo2");
    private static ITimer? timer;

    /// <summary>Bytes that were freed and are kept; 0 where that is not known.</summary>
    public static long FreeBytes => CanLook ? (long)Look().Free : 0;

    /// <summary>Looks every minute from now on whether much is kept, and gives it back.</summary>
    public static void KeepTrimmed(TimeProvider clock)
    {
        if (CanLook)
            timer ??= clock.CreateTimer(static _ => TrimWhereMuchIsFree(), state: null, Interval, Interval);
    }

    /// <summary>Gives freed memory back to the system, where it is much.</summary>
    public static void TrimWhereMuchIsFree()
    {
        if (FreeBytes > MuchFree)
            Trim();
    }

    /// <summary>Gives freed memory back to the system. Takes milliseconds; not for every run.</summary>
    public static void Trim()
    {
        if (CanTrim)
            _ = Trim(padding: 0);
    }

    private static bool Has(string function) => OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out var library) && NativeLibrary.TryGetExport(library, function, out _);

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Trim(nuint padding);

    [LibraryImport("libc", EntryPoint = "mallinfo2")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial Usage Look();

    /// <summary><c>struct mallinfo2</c> of malloc.h, over all arenas.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Usage
    {
        private readonly nuint fromSystem;
        private readonly nuint freeChunks;
        private readonly nuint freeFast;
        private readonly nuint mappings;
        private readonly nuint mapped;
        private readonly nuint unused;
        private readonly nuint fast;
        private readonly nuint used;

        public readonly nuint Free;

        private readonly nuint atTop;
    }
}
