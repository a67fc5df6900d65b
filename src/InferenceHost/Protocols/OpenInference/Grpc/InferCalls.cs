using System.Buffers;
using Inference.Contracts;
using Inference.Grpc;
using Inference.Grpc.Messages;
using InferenceHost.Admission;
using InferenceHost.Components;
using InferenceHost.Protocols.OpenInference.Grpc.Infer;

namespace InferenceHost.Protocols.OpenInference.Grpc;

/// <summary>
/// <c>ModelInfer</c> and <c>ModelStreamInfer</c>: find whom a message asks, then into the room. Whom it asks is looked at before the message is there, so that nobody sends much who may not call.
/// </summary>
internal sealed class InferCalls(Room room, Gate gate, RpcEntrance entrance, Strangers strangers)
{
    // the longest name that is seen before the message is there
    private const int Peeked = 512;

    public static readonly InferenceError Draining = new(ErrorCode.Draining, "the host is shutting down") { RetryAfter = TimeSpan.FromSeconds(1) };

    public async ValueTask<GrpcStatus> InferAsync(RpcCall call)
    {
        if (!gate.TryEnter())
            return RefuseStranger(call, Draining);
        try
        {
            call.Door.Begin("", default, isOneOfMany: false);
            return await ServeAsync(call, isOnly: true) ?? call.Door.Status;
        }
        finally
        {
            gate.Leave();
        }
    }

    /// <summary>The requests of a stream are answered in their order, one after the other; what is wrong with one is said in its answer.</summary>
    public ValueTask<GrpcStatus> InferStreamAsync(RpcCall call) => RpcStream.ServeAsync(call, gate, ServeNextAsync);

    private ValueTask<GrpcStatus?> ServeNextAsync(RpcCall call)
    {
        call.Door.Begin("", default, isOneOfMany: true);
        return ServeAsync(call, isOnly: false);
    }

    /// <summary>Serves the next request; null once the door has answered it and another may follow, else how the call ends.</summary>
    private async ValueTask<GrpcStatus?> ServeAsync(RpcCall call, bool isOnly)
    {
        var name = InferHead.PeekName(await call.PeekAsync(Peeked, isOnly), call.LastName);
        if (!isOnly && gate.IsClosed)
            return RpcStatus.Of(call.Http, Draining);
        var entry = name is null ? default : await FindAsync(call, name);
        if (entry.Refusal is { } early && (isOnly || early.Code == ErrorCode.Unauthenticated))
            return await RefuseAsync(call, entry, early);
        var limit = entry.Component is null ? RpcEntrance.MaxUnnamedBytes(call.Http) : entry.MaxBytes;
        var read = isOnly ? await call.ReadOnlyAsync(Bounded(limit)) : await call.ReadAsync(Bounded(limit));
        if (read.IsEnd)
            return GrpcStatus.Ok;
        if (read.Failure is { } unread)
            return await FailAsync(call, entry, name is null && !call.Http.IsInternal && unread == MessageRefusal.TooLarge(limit) ? RpcEntrance.TooLargeUnnamed(limit) : unread);
        if (!InferHead.TryRead(read.Message, name ?? call.LastName, out var head) || (name is not null && head.Name != name))
        {
            // its frame was whole: those that follow it in a stream can be read
            await RefuseAsync(call, entry, new InferenceError(ErrorCode.MalformedRequest, "the message is no protocol buffer of a ModelInferRequest, or names its model twice"));
            return Answered(call);
        }

        if (name is null)
            entry = await FindAsync(call, head.Name);
        call.LastName = head.Name;
        return await AnswerAsync(call, entry, head, read.Message, isOnly);
    }

    private async ValueTask<GrpcStatus?> AnswerAsync(RpcCall call, RpcEntry entry, InferHead head, ReadOnlySequence<byte> message, bool isOnly)
    {
        call.Door.Begin(head.Name, message, isOneOfMany: !isOnly);
        var refusal = entry.Refusal
            ?? (message.Length > entry.MaxBytes ? RpcStatus.Unread(MessageRefusal.TooLarge(entry.MaxBytes)) : null)
            ?? (head.Version.Length > 0 ? ModelVersion.Check(head.Name, head.Version) : null);
        if (refusal is not null)
        {
            await RefuseAsync(call, entry, refusal);
            return Answered(call);
        }

        if (isOnly)
        {
            await room.ServeReceivedAsync(call.Http, call.Door, entry.Component!, entry.MaxBytes, entry.Caller);
            return Answered(call);
        }

        call.Http.BeginNext();
        await room.ServeAsync(call.Http, call.Door, entry.Component!, entry.MaxBytes, entry.Caller);
        return Answered(call);
    }

    private static GrpcStatus? Answered(RpcCall call) => call.Door.Status.IsOk ? null : call.Door.Status;

    private ValueTask<RpcEntry> FindAsync(RpcCall call, string name) => entrance.FindAsync(call.Http, name);

    /// <summary>Ends the call: where a message is not taken, nothing that follows it can be.</summary>
    private async ValueTask<GrpcStatus> FailAsync(RpcCall call, RpcEntry entry, GrpcStatus unread)
    {
        call.Door.Begin("", default, isOneOfMany: false);
        await RefuseAsync(call, entry, RpcStatus.Unread(unread));
        return unread;
    }

    private async ValueTask<GrpcStatus> RefuseAsync(RpcCall call, RpcEntry entry, InferenceError error)
    {
        if (entry.Component is { } component)
        {
            await room.RefuseAsync(call.Http, call.Door, component, error);
        }
        else
        {
            strangers.Report(call.Http, Protocol.OpenInferenceGrpc, error);
            await call.Door.RefuseAsync(call.Http, error);
        }

        return call.Door.Status;
    }

    private GrpcStatus RefuseStranger(RpcCall call, InferenceError error)
    {
        strangers.Report(call.Http, Protocol.OpenInferenceGrpc, error);
        return RpcStatus.Of(call.Http, error);
    }

    private static int Bounded(long limit) => (int)Math.Min(limit, int.MaxValue);
}
