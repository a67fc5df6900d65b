using System.Buffers.Binary;
using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Inference.Load.Http;

/// <summary>
/// Waits for many sockets and for a point in time at once, on the calling thread: Linux's epoll, since what .NET has either looks at each socket in turn or needs other threads. Waits are exact to
/// some microseconds.
/// </summary>
internal sealed partial class Poll : IDisposable
{
    private const string C = "libc";
    private const int MostEvents = 256;
    private const int Add = 1;
    private const uint Readable = 1;
    private const int SetTimerSlack = 29;
    private const int CloseOnExec = 0x80000;

    // the kernel's struct is packed on x64 only
    private static readonly int EventSize = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private static readonly int DataOffset = EventSize - sizeof(long);

    private readonly SafeFileHandle poll;
    private readonly byte[] events = new byte[MostEvents * EventSize];

    public Poll()
    {
        poll = Create(CloseOnExec);
        if (poll.IsInvalid)
            throw new Win32Exception();

        // or the kernel rounds each wait up by 50 microseconds
        _ = SetProcess(SetTimerSlack, 1);
    }

    /// <summary>Waits for it from now on, until it is closed.</summary>
    /// <param name="socket">Readable: there is something to receive, or it has ended.</param>
    /// <param name="number">What it is called by whoever waits.</param>
    public void Watch(Socket socket, int number)
    {
        Span<byte> one = stackalloc byte[EventSize];
        BinaryPrimitives.WriteUInt32LittleEndian(one, Readable);
        BinaryPrimitives.WriteInt64LittleEndian(one[DataOffset..], number);
        if (Control(poll, Add, socket.SafeHandle, one) != 0)
            throw new Win32Exception();
    }

    /// <summary>The numbers of sockets that are readable, at most as many as there is room for; none once the time is over.</summary>
    /// <param name="patience">Zero or less: looks only.</param>
    /// <param name="numbers">Filled.</param>
    public int Wait(TimeSpan patience, Span<int> numbers)
    {
        Span<long> time = stackalloc long[2];
        var nanoseconds = Math.Max(0, (long)patience.TotalNanoseconds);
        (time[0], time[1]) = Math.DivRem(nanoseconds, 1_000_000_000);
        var count = Wait(poll, events, Math.Min(numbers.Length, MostEvents), time, 0);
        for (var i = 0; i < count; i++)
            numbers[i] = (int)BinaryPrimitives.ReadInt64LittleEndian(events.AsSpan((i * EventSize) + DataOffset));
        return Math.Max(0, count);
    }

    public void Dispose() => poll.Dispose();

    [LibraryImport(C, EntryPoint = "epoll_create1", SetLastError = true)]
    private static partial SafeFileHandle Create(int flags);

    [LibraryImport(C, EntryPoint = "epoll_ctl", SetLastError = true)]
    private static partial int Control(SafeFileHandle poll, int operation, SafeHandle socket, ReadOnlySpan<byte> change);

    [LibraryImport(C, EntryPoint = "epoll_pwait2")]
    private static partial int Wait(SafeFileHandle poll, Span<byte> events, int most, ReadOnlySpan<long> patience, nint signals);

    [LibraryImport(C, EntryPoint = "prctl")]
    private static partial int SetProcess(int option, ulong value);
}
