using System.Buffers;
using Google.Protobuf;
using Inference.Contracts;
using Inference.Grpc;
using Inference.Grpc.Calls;

namespace InferenceHost.Protocols.OpenInference.Grpc;

/// <summary>A gRPC call in the host: the HTTP call that it came in by, and the door that its predictions go through. Belongs to a stream and is used again for its next call.</summary>
internal sealed class RpcCall : GrpcCall
{
    public RpcCall(HttpCall http, GrpcLimits limits)
        : base(limits)
    {
        Http = http;
        Door = new RpcDoor(this);
    }

    public HttpCall Http { get; }

    public RpcDoor Door { get; }

    /// <summary>What the last prediction of this stream's calls named; the next one's is mostly the same.</summary>
    public string LastName { get; set; } = "";

    /// <summary>Reads a message by generated code; what to end the call with where it is none, else null.</summary>
    public GrpcStatus? Parse<TMessage>(MessageParser<TMessage> parser, ReadOnlySequence<byte> bytes, out TMessage message)
        where TMessage : IMessage<TMessage>
    {
        try
        {
            message = parser.ParseFrom(bytes);
            return null;
        }
        catch (InvalidProtocolBufferException)
        {
            message = default!;
            return RpcStatus.Of(Http, new InferenceError(ErrorCode.MalformedRequest, $"the message is no protocol buffer of a {typeof(TMessage).Name}"));
        }
    }

    /// <summary>Answers with a message that generated code writes.</summary>
    public async ValueTask<GrpcStatus> AnswerAsync(IMessage answer, bool isFlushed = false)
    {
        answer.WriteTo(BeginMessage(answer.CalculateSize()));
        await EndMessageAsync(isFlushed);
        return GrpcStatus.Ok;
    }
}
