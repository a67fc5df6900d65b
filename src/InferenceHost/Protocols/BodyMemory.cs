using System.Buffers;
using Inference.Contracts;

namespace InferenceHost.Protocols;

/// <summary>
/// Memory for bodies and answers. Small pieces are pooled; large ones are left to the garbage collector, since the pool keeps what it is given, one piece
/// per size and thread: after a few bodies of the largest size that was more than a gigabyte, for good.
/// </summary>
internal static class BodyMemory
{
    private const int LargestPooled = 1 << 20;

    // of what this process may have, so that callers who send much at once are refused before the process is ended for it
    private const int Share = 4;

    private static readonly long Most = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Share;
    private static long rented;

    /// <summary>What to tell the caller whose body finds no room.</summary>
    public static InferenceError Full => new(ErrorCode.QueueFull, "requests that are being received hold all the memory there is for them: no more is taken now") { RetryAfter = TimeSpan.FromSeconds(1) };

    /// <summary>Bytes that bodies and answers hold.</summary>
    public static long Held => Volatile.Read(ref rented);

    /// <summary>Whether bodies may grow.</summary>
    public static bool HasRoom => Held < Most;

    /// <summary>At least so many bytes, not cleared; given back with <see cref="Return"/>.</summary>
    public static byte[] Rent(int length)
    {
        var memory = length <= LargestPooled ? ArrayPool<byte>.Shared.Rent(length) : GC.AllocateUninitializedArray<byte>(length);
        Interlocked.Add(ref rented, memory.Length);
        return memory;
    }

    public static void Return(byte[] memory)
    {
        Interlocked.Add(ref rented, -memory.Length);
        if (memory.Length <= LargestPooled)
            ArrayPool<byte>.Shared.Return(memory);
    }

    /// <summary>Counts bytes that lie elsewhere, in a connection's own memory; false where there is no room for more.</summary>
    public static bool TryCount(int bytes)
    {
        if (!HasRoom)
            return false;
        Interlocked.Add(ref rented, bytes);
        return true;
    }

    /// <summary>What <see cref="TryCount"/> counted is gone.</summary>
    public static void Discount(int bytes) => Interlocked.Add(ref rented, -bytes);
}
