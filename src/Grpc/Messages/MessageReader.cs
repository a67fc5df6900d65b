using System.Buffers;
using System.IO.Pipelines;

namespace Inference.Grpc.Messages;

/// <summary>
/// Takes messages off a request's body. A plain message lies where the connection put it, in several pieces if it came so, until it is given back; a packed one is unpacked into pooled memory.
/// Used again for the next call.
/// </summary>
internal sealed class MessageReader(MessageAllowance allowance)
{
    // what stands before the first byte that was packed: the head of the member and the tables of the first block
    private const int PackedHead = 512;

    private readonly PooledMessage unpacked = new();
    private PipeReader pipe = null!;
    private bool isGzip;
    private ReadOnlySequence<byte> buffered;
    private bool isHeld;
    private bool isCompleted;
    private bool isWithin;
    private long consumed;

    public void Begin(PipeReader body, bool gzip)
    {
        pipe = body;
        isGzip = gzip;
        isHeld = isCompleted = isWithin = false;
        consumed = 0;
    }

    /// <summary>The beginning of the next message, without taking it: up to so many bytes, fewer where it is shorter. Empty where none comes, or none that can be read.</summary>
    /// <param name="bytes">The most that is wanted.</param>
    /// <param name="isOnly">As of <see cref="ReadAsync"/>.</param>
    /// <param name="onWait">As of <see cref="ReadAsync"/>.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async ValueTask<ReadOnlySequence<byte>> PeekAsync(int bytes, bool isOnly, Action<bool> onWait, CancellationToken cancellationToken)
    {
        Release();
        while (true)
        {
            await FillAsync(isOnly, onWait, cancellationToken);
            if (!isHeld)
                return default;
            if (MessageHead.TryRead(buffered, out var head))
            {
                if (head.Flag != 0 && !(head.IsCompressed && isGzip))
                    return default;
                var wanted = Math.Min(head.IsCompressed ? bytes + PackedHead : bytes, head.Length);
                if (buffered.Length >= MessageHead.Size + wanted)
                    return head.IsCompressed ? Gzip.Peek(buffered.Slice(MessageHead.Size, wanted), bytes) : buffered.Slice(MessageHead.Size, wanted);
            }

            if (isCompleted)
                return default;
            isWithin |= !buffered.IsEmpty;
            if (!WantMore())
                return default;
        }
    }

    /// <summary>The next message.</summary>
    /// <param name="limit">The most bytes of it, as sent and unpacked.</param>
    /// <param name="isOnly">Whether the caller has to have nothing more to say after it.</param>
    /// <param name="onWait">Told before each wait, and whether it is for more of a message that has begun, or for one that has to come since it is the only one.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async ValueTask<MessageRead> ReadAsync(int limit, bool isOnly, Action<bool> onWait, CancellationToken cancellationToken)
    {
        Release();
        while (true)
        {
            await FillAsync(isOnly, onWait, cancellationToken);
            if (!isHeld)
                return MessageRead.Failed(GrpcStatusCode.Cancelled, "the reading was interrupted");
            if (MessageHead.TryRead(buffered, out var head))
            {
                if (Check(head, limit) is { } wrong)
                    return new MessageRead(default, Failure: wrong);
                var end = MessageHead.Size + (long)head.Length;
                if (isOnly && buffered.Length > end)
                    return MessageRead.Failed(GrpcStatusCode.Internal, "expected one message, more follows it");
                if (buffered.Length >= end && (!isOnly || isCompleted))
                    return Take(buffered.Slice(MessageHead.Size, head.Length), head, limit);
            }

            if (isCompleted)
                return buffered.IsEmpty ? MessageRead.End : MessageRead.Failed(GrpcStatusCode.Internal, "the caller's messages end within one");
            isWithin |= !buffered.IsEmpty;
            if (!WantMore())
                return new MessageRead(default, Failure: MessageRefusal.NoRoom);
        }
    }

    /// <summary>Gives back the message that was read.</summary>
    public void Release()
    {
        if (consumed > 0)
        {
            // what follows it is given again at once, since nobody looked at it
            GiveBack(buffered.GetPosition(consumed));
            buffered = default;
            isHeld = false;
            consumed = 0;
        }

        unpacked.Clear();
        allowance.Release();
    }

    /// <summary>Gives back everything; the rest of the body is not read.</summary>
    public void End()
    {
        Release();
        if (isHeld)
            GiveBack(buffered.Start);
        isHeld = false;
        buffered = default;
    }

    /// <summary>Ends a read that waits, or the next one. From any thread, maybe when the caller or the call is just gone.</summary>
    public void Interrupt()
    {
        try
        {
            pipe.CancelPendingRead();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // nobody reads any more
        }
    }

    // a caller may leave while its message is looked at: there is nobody to give back to then, and the call's token says so
    private void GiveBack(SequencePosition end)
    {
        try
        {
            pipe.AdvanceTo(end);
        }
        catch (IOException)
        {
            isCompleted = true;
        }
    }

    private async ValueTask FillAsync(bool isOnly, Action<bool> onWait, CancellationToken cancellationToken)
    {
        if (isHeld)
            return;
        var reading = pipe.ReadAsync(cancellationToken);
        if (!reading.IsCompleted)
            onWait(isOnly || isWithin);
        var result = await reading;
        if (result.IsCanceled)
        {
            pipe.AdvanceTo(result.Buffer.Start);
            return;
        }

        buffered = result.Buffer;
        isCompleted = result.IsCompleted;
        isHeld = true;
    }

    /// <summary>All that is there was looked at; false where no more may come.</summary>
    private bool WantMore()
    {
        if (!allowance.TryHold((int)Math.Min(buffered.Length, int.MaxValue)))
            return false;
        pipe.AdvanceTo(buffered.Start, buffered.End);
        isHeld = false;
        return true;
    }

    private GrpcStatus? Check(MessageHead head, int limit)
    {
        if (head.Flag > 1)
            return new GrpcStatus(GrpcStatusCode.Internal, $"expected a message, found one that begins with the byte {head.Flag}");
        if (head.IsCompressed && !isGzip)
            return new GrpcStatus(GrpcStatusCode.Internal, "the message says that it is compressed, the head of the call (grpc-encoding) does not say how");
        return head.Length > limit ? MessageRefusal.TooLarge(limit) : null;
    }

    private MessageRead Take(ReadOnlySequence<byte> message, MessageHead head, int limit)
    {
        isWithin = false;
        consumed = MessageHead.Size + (long)head.Length;
        if (!head.IsCompressed)
            return new MessageRead(message);
        return Gzip.Unpack(message, unpacked, limit, allowance) is { } wrong
            ? new MessageRead(default, Failure: wrong)
            : new MessageRead(new ReadOnlySequence<byte>(unpacked.Written));
    }
}
