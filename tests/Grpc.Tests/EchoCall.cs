using Inference.Grpc.Calls;

namespace Inference.Grpc.Tests;

/// <summary>A call of the tests' own service.</summary>
internal sealed class EchoCall(GrpcLimits limits) : GrpcCall(limits);
