using System.Buffers;
using Inference.Grpc.Calls;

namespace Inference.Grpc.Methods;

/// <summary>Answers a call of one message: writes the one of the answer, or says why not.</summary>
/// <param name="call">The call.</param>
/// <param name="request">Its message, valid until the handler returns.</param>
public delegate ValueTask<GrpcStatus> GrpcUnaryHandler<in TCall>(TCall call, ReadOnlySequence<byte> request)
    where TCall : GrpcCall;
