using System.Buffers;

namespace Inference.InferenceHost.Tests.Protocols;

/// <summary>Gives no more room than was asked for, as a pipe near the end of a segment does, and spoils what was not used.</summary>
internal sealed class ChunkedWriter : IBufferWriter<byte>
{
    private readonly List<byte> written = [];
    private byte[] chunk = [];

    public int LargestChunk { get; private set; }

    public byte[] Written => [.. written];

    public void Advance(int count)
    {
        count.ShouldBeInRange(0, chunk.Length);
        written.AddRange(chunk.AsSpan(0, count));
        Array.Fill(chunk, (byte)'#');
        chunk = [];
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        chunk = new byte[Math.Max(1, sizeHint)];
        LargestChunk = Math.Max(LargestChunk, chunk.Length);
        return chunk;
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
}
