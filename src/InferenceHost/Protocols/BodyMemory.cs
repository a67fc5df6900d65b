using System.Buffers;

namespace InferenceHost.Protocols;

/// <summary>
/// Memory for bodies and answers. Small pieces are pooled; large ones are left to the garbage collector, since the pool keeps what it is given, one piece
/// per size and thread: after a few bodies of the largest size that was more than a gigabyte, for good.
/// </summary>
internal static class BodyMemory
{
    private const int LargestPooled = 1 << 20;

    /// <summary>At least so many bytes, not cleared; given back with <see cref="Return"/>.</summary>
    public static byte[] Rent(int length) =>
        length <= LargestPooled ? ArrayPool<byte>.Shared.Rent(length) : GC.AllocateUninitializedArray<byte>(length);

    public static void Return(byte[] memory)
    {
        if (memory.Length <= LargestPooled)
            ArrayPool<byte>.Shared.Return(memory);
    }
}
