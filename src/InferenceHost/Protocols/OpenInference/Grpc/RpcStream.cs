using Inference.Grpc;
using InferenceHost.Admission;

namespace InferenceHost.Protocols.OpenInference.Grpc;

/// <summary>A call of many messages, answered in their order, until the caller ends it, something is wrong, or the host stops.</summary>
internal static class RpcStream
{
    /// <param name="call">Whose messages.</param>
    /// <param name="gate">Once it is closed, what waits for a message is interrupted.</param>
    /// <param name="next">Reads a message and answers it; null where another may follow, else how the call ends.</param>
    public static async ValueTask<GrpcStatus> ServeAsync(RpcCall call, Gate gate, Func<RpcCall, ValueTask<GrpcStatus?>> next)
    {
        EventHandler interrupt = (_, _) => call.Interrupt();
        gate.Closed += interrupt;
        try
        {
            while (!gate.IsClosed)
            {
                if (await next(call) is { } end)
                    return end.Code == GrpcStatusCode.Cancelled && gate.IsClosed ? RpcStatus.Of(call.Http, InferCalls.Draining) : end;
            }

            return RpcStatus.Of(call.Http, InferCalls.Draining);
        }
        finally
        {
            gate.Closed -= interrupt;
        }
    }
}
