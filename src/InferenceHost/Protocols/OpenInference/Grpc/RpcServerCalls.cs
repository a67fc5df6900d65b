using Inference.Grpc;
using InferenceHost.Admission;
using InferenceHost.Protocols.OpenInference.Grpc.Messages;

namespace InferenceHost.Protocols.OpenInference.Grpc;

/// <summary>What is asked of the server as a whole. On the public listener it is there for every API, so that only its shutting down makes it not ready.</summary>
internal sealed class RpcServerCalls(ServerCalls server, Gate gate, RpcEntrance entrance)
{
    public static ValueTask<GrpcStatus> LiveAsync(RpcCall call, ServerLiveRequest request) => call.AnswerAsync(new ServerLiveResponse { Live = true });

    public ValueTask<GrpcStatus> ReadyAsync(RpcCall call, ServerReadyRequest request) => call.AnswerAsync(new ServerReadyResponse { Ready = IsReady(call) });

    public static ValueTask<GrpcStatus> MetadataAsync(RpcCall call, ServerMetadataRequest request)
    {
        var answer = new ServerMetadataResponse { Name = ServerCalls.Name, Version = ServerCalls.Version };
        answer.Extensions.Add(ServerCalls.Extensions(call.Http.IsInternal));
        return call.AnswerAsync(answer);
    }

    public bool IsReady(RpcCall call) => call.Http.IsInternal ? server.NotReady(entrance.Components) is null : !gate.IsClosing;
}
