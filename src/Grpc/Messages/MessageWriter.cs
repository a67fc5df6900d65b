using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

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

    // the server bounds this for a connection as a whole, and a trickle in one stream passes there for all
    private const int SlowestBytesPerSecond = 240;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ShortestLook = TimeSpan.FromMilliseconds(1);
    private readonly PooledMessage plain = new();
    private readonly PooledMessage packed = new();
    private PipeWriter pipe = null!;
    private bool isGzip;
    private bool isPacking;
    private TimeSpan patience;
    private ITimer? timer;
    private long waitsSince;

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
        patience = Grace + TimeSpan.FromSeconds(Math.Min(length, Piece) / (double)SlowestBytesPerSecond);
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
            await UntilTakenAsync(pipe.WriteAsync(part[..Piece], cancellationToken));
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

    public ValueTask FlushAsync(CancellationToken cancellationToken) => UntilTakenAsync(pipe.FlushAsync(cancellationToken));

    public void Dispose() => timer?.Dispose();

    public void End()
    {
        plain.Clear();
        packed.Clear();
    }

    // the connection takes most of what is written a moment later: what is set up for that wait is used again
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask UntilTakenAsync(ValueTask<FlushResult> flush)
    {
        if (flush.IsCompletedSuccessfully)
        {
            await flush;
            return;
        }

        timer ??= clock.CreateTimer(static writer => ((MessageWriter)writer!).LookAtSlow(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Volatile.Write(ref waitsSince, clock.GetTimestamp());
        timer.Change(patience, Timeout.InfiniteTimeSpan);
        try
        {
            await flush;
        }
        finally
        {
            timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            Volatile.Write(ref waitsSince, 0);
        }
    }

    // comes late where the wait was over in the same moment, and early where the timer's clock is the coarser one
    private void LookAtSlow()
    {
        var since = Volatile.Read(ref waitsSince);
        if (since == 0)
            return;
        var left = patience - clock.GetElapsedTime(since);
        if (left <= TimeSpan.Zero)
            onSlow();
        else
            timer!.Change(left < ShortestLook ? ShortestLook : left, Timeout.InfiniteTimeSpan);
    }

    private void WriteHead(MessageHead head)
    {
        head.Write(pipe.GetSpan(MessageHead.Size));
        pipe.Advance(MessageHead.Size);
    }
}
