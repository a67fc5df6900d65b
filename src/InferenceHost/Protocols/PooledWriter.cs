using System.Buffers;

namespace InferenceHost.Protocols;

/// <summary>Gathers an answer in one piece of rented memory, so that its length is known before the head is sent. Used again after <see cref="Clear"/>.</summary>
internal sealed class PooledWriter : IBufferWriter<byte>, IDisposable
{
    private const int SmallestRent = 4096;
    private const int LargestKept = 64 << 10;
    private byte[] memory = [];
    private int written;

    public ReadOnlyMemory<byte> Written => memory.AsMemory(0, written);

    public int Length => written;

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

    /// <summary>Forgets what was written; small memory is kept for the next answer, large memory given back.</summary>
    public void Clear()
    {
        written = 0;
        if (memory.Length > LargestKept)
            Dispose();
    }

    public void Dispose()
    {
        if (memory.Length > 0)
            BodyMemory.Return(memory);
        memory = [];
        written = 0;
    }

    private void Grow(int sizeHint)
    {
        var needed = written + Math.Max(sizeHint, 1);
        if (needed <= memory.Length)
            return;
        var larger = BodyMemory.Rent(Math.Max(Math.Max(needed, SmallestRent), (int)Math.Min(2L * memory.Length, Array.MaxLength)));
        memory.AsSpan(0, written).CopyTo(larger);
        if (memory.Length > 0)
            BodyMemory.Return(memory);
        memory = larger;
    }
}
