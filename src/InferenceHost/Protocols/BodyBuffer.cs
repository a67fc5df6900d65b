using System.Buffers;
using System.IO.Pipelines;

namespace InferenceHost.Protocols;

/// <summary>A whole body in one piece: where it lies in the connection's own memory if it came in one piece, else in rented memory.</summary>
internal struct BodyBuffer : IDisposable
{
    private readonly PipeReader? reader;
    private readonly ReadOnlySequence<byte> sequence;
    private readonly int length;
    private byte[]? rented;

    /// <param name="reader">Advanced to the end on disposal.</param>
    /// <param name="sequence">One segment.</param>
    public BodyBuffer(PipeReader reader, ReadOnlySequence<byte> sequence)
    {
        this.reader = reader;
        this.sequence = sequence;
    }

    /// <param name="rented">From the shared pool, returned on disposal.</param>
    /// <param name="length">Bytes of it that are the body.</param>
    public BodyBuffer(byte[] rented, int length)
    {
        this.rented = rented;
        this.length = length;
    }

    public readonly ReadOnlySpan<byte> Span => rented is null ? sequence.FirstSpan : rented.AsSpan(0, length);

    public readonly ReadOnlyMemory<byte> Memory => rented is null ? sequence.First : rented.AsMemory(0, length);

    public void Dispose()
    {
        reader?.AdvanceTo(sequence.End);
        if (rented is not null)
            BodyMemory.Return(rented);
        rented = null;
    }
}
