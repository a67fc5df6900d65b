using Google.Protobuf;
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

    /// <summary>Answers with a message that generated code writes.</summary>
    public async ValueTask<GrpcStatus> AnswerAsync(IMessage answer, bool isFlushed = false)
    {
        answer.WriteTo(BeginMessage(answer.CalculateSize()));
        await EndMessageAsync(isFlushed);
        return GrpcStatus.Ok;
    }
}
