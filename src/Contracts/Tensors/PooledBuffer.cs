using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Inference.Contracts;

/// <summary>
/// Buffers of 2^n bytes on the pinned object heap, aligned to a cache line (what vectorised kernels like best) and used again. A buffer that is
/// never released is collected like any object, so a leak costs a reuse, not the memory.
/// </summary>
internal sealed unsafe class PooledBuffer : TensorBuffer
{
    internal const int Alignment = 64;
    private const int SmallestBits = 8;
    private const int LargestBits = 30;
    private const int RetainedBytesPerSize = 16 << 20;
    private static readonly Bucket[] Buckets = [.. Enumerable.Range(0, LargestBits + 1).Select(bits => new Bucket(bits))];
    private readonly byte[] memory;
    private readonly Bucket? bucket;

    private PooledBuffer(byte[] memory, byte* aligned, int length, Bucket? bucket)
        : base(aligned, length)
    {
        this.memory = memory;
        this.bucket = bucket;
    }

    /// <summary>A buffer of exactly <paramref name="length"/> usable bytes, not cleared, with one reference.</summary>
    public static PooledBuffer Rent(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        var bits = Math.Max(SmallestBits, BitOperations.Log2((uint)Math.Max(1, length - 1)) + 1);
        return bits > LargestBits ? Allocate(length, length, bucket: null) : Buckets[bits].Rent(length);
    }

    protected override void Free() => bucket?.Return(this);

    private static PooledBuffer Allocate(int capacity, int length, Bucket? bucket)
    {
        var memory = GC.AllocateUninitializedArray<byte>(checked(capacity + Alignment), pinned: true);
        var start = (nuint)Unsafe.AsPointer(ref memory[0]);
        var aligned = (start + Alignment - 1) & ~(nuint)(Alignment - 1);
        return new PooledBuffer(memory, (byte*)aligned, length, bucket);
    }

    private sealed class Bucket(int bits)
    {
        private readonly int most = Math.Clamp(RetainedBytesPerSize >> bits, 1, 256);
        private readonly ConcurrentQueue<PooledBuffer> idle = new();
        private int count;

        public PooledBuffer Rent(int length)
        {
            if (!idle.TryDequeue(out var buffer))
                return Allocate(1 << bits, length, this);
            Interlocked.Decrement(ref count);
            buffer.Revive(length);
            return buffer;
        }

        public void Return(PooledBuffer buffer)
        {
            // over the bound the buffer is left to the collector
            if (Interlocked.Increment(ref count) <= most)
                idle.Enqueue(buffer);
            else
                Interlocked.Decrement(ref count);
        }
    }
}
