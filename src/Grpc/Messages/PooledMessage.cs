using System.Buffers;

namespace Inference.Grpc.Messages;

/// <summary>Bytes gathered in one piece of pooled memory: a message while it is packed or unpacked. Used again after <see cref="Clear"/>.</summary>
internal sealed class PooledMessage : IBufferWriter<byte>
{
    private const int SmallestRent = 4096;
    private const int LargestPooled = 1 << 20;
    private byte[] memory = [];
    private int written;

    public ReadOnlyMemory<byte> Written => memory.AsMemory(0, written);

    public int Length => written;

    /// <summary>Bytes of memory that it holds.</summary>
    public int Capacity => memory.Length;

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(memory.Length - written), nameof(count));
        written += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Grow(sizeHint);
        return memory.AsMemory(written);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Grow(sizeHint);
        return memory.AsSpan(written);
    }

    /// <summary>Gives the memory back.</summary>
    public void Clear()
    {
        Return(memory);
        memory = [];
        written = 0;
    }

    // large pieces are left to the collector: the pool would keep one per size and thread
    private static void Return(byte[] memory)
    {
        if (memory.Length is > 0 and <= LargestPooled)
            ArrayPool<byte>.Shared.Return(memory);
    }

    private void Grow(int sizeHint)
    {
        var needed = written + Math.Max(sizeHint, 1);
        if (needed <= memory.Length)
            return;
        var size = Math.Max(Math.Max(needed, SmallestRent), (int)Math.Min(2L * memory.Length, Array.MaxLength));
        var larger = size <= LargestPooled ? ArrayPool<byte>.Shared.Rent(size) : GC.AllocateUninitializedArray<byte>(size);
        memory.AsSpan(0, written).CopyTo(larger);
        Return(memory);
        memory = larger;
    }
}
