using System.Buffers;
using Inference.Grpc.Messages;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Inference.Grpc.Calls;

/// <summary>
/// One call: what its caller says, and how it is answered. Used again for the next call; whoever made it may derive from it to keep what is its own beside. Not for several threads at once, but for
/// <see cref="Interrupt"/>.
/// </summary>
public class GrpcCall : IDisposable
{
    internal static readonly GrpcStatus TooLate = new(GrpcStatusCode.DeadlineExceeded, "the caller's deadline has passed");
    private readonly MessageReader reader;
    private readonly MessageWriter writer;
    private readonly Action<bool> wait;
    private readonly GrpcLimits limits;
    private CancellationTokenSource source = new();
    private CancellationTokenRegistration aborted;
    private HttpContext? context;
    private long began;
    private TimeSpan? timeout;

    // most calls are over before anything could end them: nothing watches for it until somebody waits
    private bool isWatched;

    // whether the token ends when a message takes too long
    private bool isExpecting;

    // what ends the token first: the time for a message, or the caller's deadline
    private bool isMessageDue;

    public GrpcCall(GrpcLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        this.limits = limits;
        reader = new MessageReader(new MessageAllowance(limits.Memory));
        writer = new MessageWriter(limits.Clock, () => context?.Abort());
        wait = Wait;
    }

    public HttpContext Context => context ?? throw new InvalidOperationException("the call has not begun");

    /// <summary>What the caller says beside its messages.</summary>
    public GrpcMetadata Metadata => new(Context.Request.Headers);

    /// <summary>Cancelled when the caller leaves, its deadline passes, or a message that has begun takes too long to arrive.</summary>
    public CancellationToken Token
    {
        get
        {
            Watch();
            return source.Token;
        }
    }

    /// <summary>Time until the caller's deadline, never negative; null where it has none.</summary>
    public TimeSpan? Remaining
    {
        get
        {
            if (timeout is not { } whole)
                return null;
            var left = whole - limits.Clock.GetElapsedTime(began);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>Whether anything of an answer is written: the status follows it then.</summary>
    public bool HasAnswered => writer.HasWritten || Context.Response.HasStarted;

    /// <summary>The beginning of the next message without taking it, to see what it is about before all of it is there: up to so many bytes. Empty where that cannot be had.</summary>
    /// <param name="bytes">The most that is wanted.</param>
    /// <param name="isOnly">Whether it is the one message of its call, which has to come in time.</param>
    public async ValueTask<ReadOnlySequence<byte>> PeekAsync(int bytes, bool isOnly)
    {
        try
        {
            return await reader.PeekAsync(bytes, isOnly, wait, source.Token);
        }
        catch (Exception e) when (BodyFailure.Of(e, this) is not null)
        {
            // the read that follows says so
            return default;
        }
    }

    /// <summary>The next message, its bytes valid until the next read or <see cref="Release"/>; it has to come within <see cref="GrpcLimits.MessageTimeout"/> of its beginning.</summary>
    /// <param name="limit">The most bytes of it, as sent and unpacked.</param>
    public async ValueTask<MessageRead> ReadAsync(int limit)
    {
        var read = await ReadInTimeAsync(limit, isOnly: false);
        ExpectNothing();
        return read;
    }

    /// <summary>As <see cref="ReadAsync"/> for the one message of a call that has no more: waits for the end, too.</summary>
    public async ValueTask<MessageRead> ReadOnlyAsync(int limit)
    {
        var read = await ReadInTimeAsync(limit, isOnly: true);
        ExpectNothing();
        return read.IsEnd ? MessageRead.Failed(GrpcStatusCode.Internal, "expected a message, found none") : read;
    }

    /// <summary>Gives back the memory of the message that was read.</summary>
    public void Release() => reader.Release();

    /// <summary>Ends a read that waits, or the next one, with <see cref="GrpcStatusCode.Cancelled"/>. From any thread.</summary>
    public void Interrupt() => reader.Interrupt();

    /// <summary>Begins a message of the answer, of exactly this length: to be written to what is returned, large parts by <see cref="WriteAsync"/>, then <see cref="EndMessageAsync"/>.</summary>
    public IBufferWriter<byte> BeginMessage(int length) => writer.BeginMessage(length);

    /// <summary>Writes a large part of the message that was begun, no faster than the caller takes it.</summary>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> part) => writer.WriteAsync(part, CancellationToken.None);

    /// <summary>The caller is waited for no longer than this at a time, for what is left of this message: the call is ended then.</summary>
    public void Hurry(TimeSpan longest) => writer.Hurry(longest);

    /// <summary>Ends the message that was begun.</summary>
    /// <param name="isFlushed">Whether it is sent now, and not with what follows it.</param>
    public async ValueTask EndMessageAsync(bool isFlushed)
    {
        await writer.EndMessageAsync(CancellationToken.None);
        if (isFlushed)
            await writer.FlushAsync(CancellationToken.None);
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    internal void Begin(HttpContext http, TimeSpan? callTimeout, bool isPacked)
    {
        context = http;
        began = limits.Clock.GetTimestamp();
        timeout = callTimeout;
        reader.Begin(http.Request.BodyReader, isPacked);

        // an answer is packed for who packs what it asks: nearly all clients say they could unpack, few gain by it
        var packs = isPacked && GrpcEncodings.Accepts(http.Request.Headers, Gzip.Name);
        if (packs)
            http.Response.Headers[GrpcEncodings.Header] = Gzip.Name;
        writer.Begin(http.Response.BodyWriter, packs);

        // a message that has begun has to arrive in time, by our clock: the server would end the connection, and with it all calls of it, others' behind a proxy too
        if (http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = null;
    }

    /// <summary>The call is over; says how.</summary>
    internal void Finish(GrpcStatus status)
    {
        var response = Context.Response;
        var trailers = HasAnswered ? Context.Features.Get<IHttpResponseTrailersFeature>()?.Trailers : response.Headers;
        if (trailers is not null)
            GrpcTrailers.Set(trailers, status);
        reader.End();
        writer.End();
        if (isWatched)
            Forget();
        context = null;
    }

    /// <summary>What became of a call whose <see cref="Token"/> was cancelled.</summary>
    internal GrpcStatus Ended() => Context.RequestAborted.IsCancellationRequested
        ? new GrpcStatus(GrpcStatusCode.Cancelled, "the caller left")
        : isMessageDue ? new GrpcStatus(GrpcStatusCode.DeadlineExceeded, "the message was not there in time") : TooLate;

    protected virtual void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        source.Dispose();
        writer.Dispose();
    }

    private async ValueTask<MessageRead> ReadInTimeAsync(int limit, bool isOnly)
    {
        try
        {
            var read = await reader.ReadAsync(limit, isOnly, wait, source.Token);
            return Remaining == TimeSpan.Zero ? new MessageRead(default, Failure: TooLate) : read;
        }
        catch (Exception e) when (BodyFailure.Of(e, this) is not null)
        {
            return new MessageRead(default, Failure: BodyFailure.Of(e, this));
        }
    }

    private void Watch()
    {
        if (isWatched)
            return;
        isWatched = true;
        aborted = Context.RequestAborted.UnsafeRegister(static call => ((GrpcCall)call!).Leave(), this);
        ExpectDeadline();
    }

    private void Forget()
    {
        isWatched = isExpecting = isMessageDue = false;
        aborted.Dispose();
        aborted = default;
        if (source.TryReset())
            return;
        source.Dispose();
        source = new CancellationTokenSource();
    }

    // told before each wait, for the same message too
    private void Wait(bool isForMessage)
    {
        Watch();
        if (isExpecting || !isForMessage)
            return;
        isExpecting = true;
        var left = Remaining ?? Timeout.InfiniteTimeSpan;
        isMessageDue = left == Timeout.InfiniteTimeSpan || left > limits.MessageTimeout;
        source.CancelAfter(isMessageDue ? limits.MessageTimeout : left);
    }

    private void ExpectNothing()
    {
        if (!isExpecting)
            return;
        isExpecting = isMessageDue = false;
        ExpectDeadline();
    }

    private void ExpectDeadline()
    {
        if (Remaining is not { } left)
            source.CancelAfter(Timeout.InfiniteTimeSpan);
        else if (left > TimeSpan.Zero)
            source.CancelAfter(left);
        else
            source.Cancel();
    }

    private void Leave()
    {
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // the call ended in the same moment
        }
    }
}
