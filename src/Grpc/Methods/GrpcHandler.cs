using Inference.Grpc.Calls;

namespace Inference.Grpc.Methods;

/// <summary>Answers a call: reads its messages, writes those of the answer, and says how it ended. An exception is a bug and told to nobody but the log.</summary>
public delegate ValueTask<GrpcStatus> GrpcHandler<in TCall>(TCall call)
    where TCall : GrpcCall;
