using System.Buffers;
using System.IO.Pipelines;

namespace Inference.Grpc.Messages;

/// <summary>Puts messages into a response's body: plain ones straight into the connection's memory, packed ones by way of pooled memory. Used again for the next call.</summary>
/// <param name="clock">For how slowly they may be taken.</param>
/// <param name="onSlow">Called where the caller takes them more slowly: has to end the call, so that what waits goes on.</param>
internal sealed class MessageWriter(TimeProvider clock, Action onSlow) : IDisposable
{
    // smaller ones do not get smaller
    private const int SmallestPacked = 860;

    // written at once before the connection is asked whether it can take more
    private const int Piece = 64 << 10;

    private readonly FlushPatience waiting = new(clock, onSlow);
    private readonly PooledMessage plain = new();
    private readonly PooledMessage packed = new();
    private PipeWriter pipe = null!;
    private bool isGzip;
    private bool isPacking;
    private TimeSpan patience;

    public bool HasWritten { get; private set; }

    public void Begin(PipeWriter body, bool gzip)
    {
        pipe = body;
        isGzip = gzip;
        HasWritten = isPacking = false;
    }

    /// <summary>Where a message of exactly this length is to be written.</summary>
    public IBufferWriter<byte> BeginMessage(int length)
    {
        HasWritten = true;
        patience = FlushPatience.Of(Math.Min(length, Piece));
        isPacking = isGzip && length >= SmallestPacked;
        if (isPacking)
            return plain;
        WriteHead(new MessageHead(0, (uint)length));
        return pipe;
    }

    /// <summary>A large part of the message that was begun: in pieces, each when the connection can take it.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> part, CancellationToken cancellationToken)
    {
        if (isPacking)
        {
            plain.Write(part.Span);
            return;
        }

        for (; part.Length > Piece; part = part[Piece..])
            await waiting.UntilTakenAsync(pipe.WriteAsync(part[..Piece], cancellationToken), patience);
        pipe.Write(part.Span);
    }

    /// <summary>The message that was begun is complete.</summary>
    public async ValueTask EndMessageAsync(CancellationToken cancellationToken)
    {
        if (!isPacking)
            return;
        Gzip.Pack(plain.Written, packed);
        plain.Clear();
        isPacking = false;
        WriteHead(new MessageHead(1, (uint)packed.Length));
        await WriteAsync(packed.Written, cancellationToken);
        packed.Clear();
    }

    /// <summary>What the caller has still to take of this message may wait no longer than this at a time.</summary>
    public void Hurry(TimeSpan longest)
    {
        if (longest >= patience)
            return;
        patience = longest;
        waiting.Shorten(longest);
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken) => waiting.UntilTakenAsync(pipe.FlushAsync(cancellationToken), patience);

    public void Dispose() => waiting.Dispose();

    public void End()
    {
        plain.Clear();
        packed.Clear();
    }

    private void WriteHead(MessageHead head)
    {
        head.Write(pipe.GetSpan(MessageHead.Size));
        pipe.Advance(MessageHead.Size);
    }
}
