using System.Buffers;
using System.IO.Pipelines;

namespace InferenceHost.Protocols;

/// <summary>A whole body: where it lies in the connection's own memory, in several pieces if it came so, or in rented memory.</summary>
internal readonly struct BodyBuffer : IDisposable
{
    private readonly PipeReader? reader;
    private readonly byte[]? rented;
    private readonly int counted;

    /// <param name="reader">Advanced to the end on disposal.</param>
    /// <param name="sequence">What it holds.</param>
    /// <param name="counted">Bytes that <see cref="BodyMemory.TryCount"/> counted for it; discounted on disposal.</param>
    public BodyBuffer(PipeReader reader, in ReadOnlySequence<byte> sequence, int counted)
    {
        this.reader = reader;
        this.counted = counted;
        Sequence = sequence;
    }

    /// <param name="rented">Of <see cref="BodyMemory"/>, returned on disposal.</param>
    /// <param name="length">Bytes of it that are the body.</param>
    public BodyBuffer(byte[] rented, int length)
    {
        this.rented = rented;
        Sequence = new ReadOnlySequence<byte>(rented, 0, length);
    }

    public ReadOnlySequence<byte> Sequence { get; }

    /// <summary>Once.</summary>
    public void Dispose()
    {
        if (counted > 0)
            BodyMemory.Discount(counted);
        if (rented is not null)
            BodyMemory.Return(rented);
        try
        {
            reader?.AdvanceTo(Sequence.End);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // the caller has just reset its stream: there is nobody to give back to, and the request's token says so
        }
    }
}
