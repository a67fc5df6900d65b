using System.Runtime.InteropServices;

namespace Inference.Adapters.Python.Processes;

/// <summary>posix_spawn: a child in a process group of its own, with exactly the descriptors it is given and no signal blocked or ignored.</summary>
internal static unsafe partial class Spawn
{
    // more than the structures and sets of any C library need
    private const int StructureSize = 1024;
    private const short SetGroup = 0x02;
    private const short SetDefaultSignals = 0x04;
    private const short SetSignalMask = 0x08;

    /// <summary>The child's process number, which is its group's too; or below zero the error number.</summary>
    /// <param name="file">The program, absolute.</param>
    /// <param name="arguments">With the program's name first.</param>
    /// <param name="environment">All of it, as NAME=value.</param>
    /// <param name="folder">The current folder.</param>
    /// <param name="descriptors">Become 0, 1, 2…; each of a higher number than there are.</param>
    public static int Start(string file, string[] arguments, string[] environment, string folder, ReadOnlySpan<int> descriptors)
    {
        var actions = NativeMemory.AllocZeroed(StructureSize);
        var attributes = NativeMemory.AllocZeroed(StructureSize);
        var signals = NativeMemory.AllocZeroed(StructureSize);
        using var argv = new TextArray(arguments);
        using var envp = new TextArray(environment);
        try
        {
            _ = posix_spawn_file_actions_init(actions);
            _ = posix_spawnattr_init(attributes);
            for (var i = 0; i < descriptors.Length; i++)
                _ = posix_spawn_file_actions_adddup2(actions, descriptors[i], i);
            _ = posix_spawn_file_actions_addchdir_np(actions, folder);
            _ = posix_spawnattr_setflags(attributes, SetGroup | SetDefaultSignals | SetSignalMask);
            _ = posix_spawnattr_setpgroup(attributes, 0);
            _ = sigemptyset(signals);
            _ = posix_spawnattr_setsigmask(attributes, signals);
            _ = sigfillset(signals);
            _ = posix_spawnattr_setsigdefault(attributes, signals);
            int pid;
            var error = posix_spawn(&pid, file, actions, attributes, argv.Pointer, envp.Pointer);
            _ = posix_spawn_file_actions_destroy(actions);
            _ = posix_spawnattr_destroy(attributes);
            return error == 0 ? pid : -error;
        }
        finally
        {
            NativeMemory.Free(actions);
            NativeMemory.Free(attributes);
            NativeMemory.Free(signals);
        }
    }

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_init(void* actions);

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_destroy(void* actions);

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_adddup2(void* actions, int descriptor, int target);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int posix_spawn_file_actions_addchdir_np(void* actions, string folder);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_init(void* attributes);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_destroy(void* attributes);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_setflags(void* attributes, short flags);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_setpgroup(void* attributes, int group);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_setsigmask(void* attributes, void* signals);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_setsigdefault(void* attributes, void* signals);

    [LibraryImport("libc")]
    private static partial int sigemptyset(void* signals);

    [LibraryImport("libc")]
    private static partial int sigfillset(void* signals);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int posix_spawn(int* pid, string file, void* actions, void* attributes, byte** arguments, byte** environment);

    /// <summary>Texts as C has them: UTF-8 with a zero behind each, and a null behind the last.</summary>
    private readonly struct TextArray : IDisposable
    {
        private readonly int count;

        public TextArray(string[] texts)
        {
            count = texts.Length;
            Pointer = (byte**)NativeMemory.AllocZeroed((nuint)(count + 1), (nuint)sizeof(byte*));
            for (var i = 0; i < count; i++)
                Pointer[i] = (byte*)Marshal.StringToCoTaskMemUTF8(texts[i]);
        }

        public byte** Pointer { get; }

        public void Dispose()
        {
            for (var i = 0; i < count; i++)
                Marshal.FreeCoTaskMem((nint)Pointer[i]);
            NativeMemory.Free(Pointer);
        }
    }
}
