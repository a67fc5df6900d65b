namespace Inference.Boxes.Tests;

/// <summary>Gigabytes from nowhere, the same each time; looks at the process's memory on the way.</summary>
internal sealed class GeneratedStream(long length, Action look) : Stream
{
    private const long LookEvery = 16 << 20;
    private long at;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = (int)Math.Min(Math.Min(buffer.Length, 100_000), length - at);
        buffer.Span[..count].Fill((byte)(at >> 20));
        if (at / LookEvery != (at + count) / LookEvery)
            look();
        at += count;
        return ValueTask.FromResult(count);
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
