using System.Runtime.InteropServices;

namespace Inference.Adapters.Python.Processes;

/// <summary>
/// Calls of the C library that the framework has no way to: it starts no process with more than three descriptors or in a group of its own. Numbers are those of Linux.
/// </summary>
internal static unsafe partial class Native
{
    public const int EIntr = 4;
    public const int EAgain = 11;
    public const int EConnectionReset = 104;
    public const int SigKill = 9;
    public const short PollIn = 1;
    private const int CloseOnExec = 0x80000;
    private const int NonBlocking = 0x800;
    private const int SetFlags = 4;
    private const int DuplicateCloseOnExec = 1030;
    private const int PidFdOpen = 434;
    private const int NoSignal = 0x4000;
    private const int PunchHole = 0x2;
    private const int KeepSize = 0x1;

    [StructLayout(LayoutKind.Sequential)]
    public struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }

    /// <summary>iovec.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Part
    {
        public byte* Start;
        public nuint Length;
    }

    /// <summary>msghdr.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Message
    {
        public void* Name;
        public uint NameLength;
        public Part* Parts;
        public nuint PartCount;
        public byte* Control;
        public nuint ControlLength;
        public int Flags;
    }

    /// <summary>Anonymous memory as a file; -1 on failure.</summary>
    public static int CreateMemory() => memfd_create("inference-tensors", 1);

    /// <summary>A pipe whose reading end does not block; false on failure.</summary>
    public static bool TryPipe(out int read, out int write)
    {
        var ends = stackalloc int[2];
        var made = pipe2(ends, CloseOnExec) == 0;
        (read, write) = (ends[0], ends[1]);
        if (made)
            DoNotBlock(read);
        return made;
    }

    /// <summary>Two connected stream sockets; false on failure.</summary>
    public static bool TrySocketPair(out int ours, out int theirs)
    {
        var ends = stackalloc int[2];
        var made = socketpair(1, 1 | CloseOnExec, 0, ends) == 0;
        (ours, theirs) = (ends[0], ends[1]);
        return made;
    }

    /// <summary>For everybody who has the file open by this descriptor or a duplicate of it.</summary>
    public static void DoNotBlock(int descriptor) => _ = fcntl(descriptor, SetFlags, NonBlocking);

    /// <summary>The same file under a number of at least <paramref name="least"/>; -1 on failure.</summary>
    public static int Duplicate(int descriptor, int least) => fcntl(descriptor, DuplicateCloseOnExec, least);

    /// <summary>A descriptor that becomes readable when the process ends; -1 on failure.</summary>
    public static int OpenProcess(int pid) => (int)syscall(PidFdOpen, pid, 0);

    public static void Close(int descriptor)
    {
        if (descriptor >= 0)
            _ = close(descriptor);
    }

    /// <summary>Waits for bytes of a stream socket; 0 at its end, or below zero the error number.</summary>
    public static int Receive(SafeHandle socket, Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            while (true)
            {
                var got = (int)recv(socket, start, (nuint)buffer.Length, 0);
                if (got >= 0)
                    return got;
                if (Marshal.GetLastPInvokeError() is not EIntr and var error)
                    return -error;
            }
        }
    }

    /// <summary>Bytes taken, which may be fewer; or below zero the error number.</summary>
    public static int Send(SafeHandle socket, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            while (true)
            {
                var sent = (int)send(socket, start, (nuint)bytes.Length, NoSignal);
                if (sent >= 0)
                    return sent;
                if (Marshal.GetLastPInvokeError() is not EIntr and var error)
                    return -error;
            }
        }
    }

    /// <summary>Sends bytes, and descriptors with the first of them, over a unix socket; bytes taken, or below zero the error number.</summary>
    public static int SendDescriptors(SafeHandle socket, ReadOnlySpan<byte> bytes, ReadOnlySpan<int> descriptors)
    {
        // cmsghdr: length, SOL_SOCKET, SCM_RIGHTS, and the numbers up to a multiple of eight bytes
        const int Header = 16;
        var length = Header + (sizeof(int) * descriptors.Length);
        var room = (length + 7) & ~7;
        var control = stackalloc byte[room];
        new Span<byte>(control, room).Clear();
        *(nuint*)control = (nuint)length;
        ((int*)control)[2] = 1;
        ((int*)control)[3] = 1;
        descriptors.CopyTo(new Span<int>(control + Header, descriptors.Length));
        fixed (byte* start = bytes)
        {
            var part = new Part { Start = start, Length = (nuint)bytes.Length };
            var message = new Message { Parts = &part, PartCount = 1, Control = control, ControlLength = (nuint)room };
            while (true)
            {
                var sent = (int)sendmsg(socket, &message, NoSignal);
                if (sent >= 0)
                    return sent;
                if (Marshal.GetLastPInvokeError() is not EIntr and var error)
                    return -error;
            }
        }
    }

    /// <summary>Ends a stream socket both ways: whoever waits on either end finds out.</summary>
    public static void Shutdown(SafeHandle socket) => _ = shutdown(socket, 2);

    public static int Read(int descriptor, Span<byte> buffer)
    {
        fixed (byte* start = buffer)
            return (int)read(descriptor, start, (nuint)buffer.Length);
    }

    /// <summary>Writes a byte, whichever; nothing where there is no room.</summary>
    public static void Poke(int descriptor)
    {
        byte any = 0;
        _ = write(descriptor, &any, 1);
    }

    /// <summary>Waits until a descriptor is readable or its other end is closed, or the time is over.</summary>
    public static int Poll(Span<PollDescriptor> descriptors, int milliseconds)
    {
        fixed (PollDescriptor* start = descriptors)
            return poll(start, (nuint)descriptors.Length, milliseconds);
    }

    /// <summary>Takes the end of a child that has ended.</summary>
    public static int Reap(int pid)
    {
        int status;
        while (waitpid(pid, &status, 0) < 0 && Marshal.GetLastPInvokeError() == EIntr)
        {
            // a signal of the runtime's own
        }

        return status;
    }

    /// <param name="target">A process, or below zero a group of processes.</param>
    /// <param name="signal">Its number.</param>
    public static void Signal(int target, int signal) => _ = kill(target, signal);

    /// <summary>Gives the memory behind a part of a file back; the part reads as zeros.</summary>
    public static void Forget(int descriptor, long from, long length) => _ = fallocate(descriptor, PunchHole | KeepSize, from, length);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int memfd_create(string name, uint flags);

    [LibraryImport("libc")]
    private static partial int pipe2(int* ends, int flags);

    [LibraryImport("libc")]
    private static partial int socketpair(int domain, int type, int protocol, int* ends);

    [LibraryImport("libc")]
    private static partial int fcntl(int descriptor, int command, int argument);

    [LibraryImport("libc")]
    private static partial nint syscall(nint number, nint first, nint second);

    [LibraryImport("libc")]
    private static partial int close(int descriptor);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint recv(SafeHandle socket, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint send(SafeHandle socket, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint sendmsg(SafeHandle socket, Message* message, int flags);

    [LibraryImport("libc")]
    private static partial int shutdown(SafeHandle socket, int how);

    [LibraryImport("libc")]
    private static partial nint read(int descriptor, byte* buffer, nuint length);

    [LibraryImport("libc")]
    private static partial nint write(int descriptor, void* buffer, nuint count);

    [LibraryImport("libc")]
    private static partial int poll(PollDescriptor* descriptors, nuint count, int milliseconds);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int waitpid(int pid, int* status, int options);

    [LibraryImport("libc")]
    private static partial int kill(int target, int signal);

    [LibraryImport("libc")]
    private static partial int fallocate(int descriptor, int mode, long offset, long length);
}
