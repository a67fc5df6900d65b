namespace Inference.Boxes.Conformance;

/// <summary>Gives its bytes in small pieces, cannot be sought, and may fail on the way.</summary>
internal sealed class TricklingStream(byte[] content, int piece) : Stream
{
    private int at;

    /// <summary>Fails when this many bytes were read.</summary>
    public int FailsAt { get; init; } = int.MaxValue;

    public Action AtEnd { get; init; } = () => { };

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        if (at >= FailsAt)
            throw new InvalidDataException("the caller's own");
        var count = Math.Min(Math.Min(piece, buffer.Length), content.Length - at);
        content.AsSpan(at, count).CopyTo(buffer.Span);
        at += count;
        if (at == content.Length)
            AtEnd();
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
