using System.IO.Pipelines;

namespace Inference.Micro.Requests;

/// <summary>Takes an answer's body, and keeps it where that is asked for.</summary>
internal sealed class AnswerPipe : PipeWriter
{
    private readonly byte[] memory = new byte[1 << 20];
    private int length;

    public ReadOnlySpan<byte> Written => memory.AsSpan(0, length);

    public void Clear() => length = 0;

    public override void Advance(int bytes) => length += bytes;

    public override Memory<byte> GetMemory(int sizeHint = 0) => memory.AsMemory(length);

    public override Span<byte> GetSpan(int sizeHint = 0) => memory.AsSpan(length);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => default;

    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        source.CopyTo(memory.AsMemory(length));
        length += source.Length;
        return default;
    }

    public override void CancelPendingFlush()
    {
    }

    public override void Complete(Exception? exception = null)
    {
    }
}
