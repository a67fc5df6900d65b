using System.Globalization;
using Inference.Contracts;
using Inference.Grpc;
using Inference.Grpc.Messages;

namespace InferenceHost.Protocols.OpenInference.Grpc;

/// <summary>Between the closed list of errors and what gRPC callers see of them.</summary>
internal static class RpcStatus
{
    private const string RetryAfter = "retry-after";

    /// <summary>The status to end the call with; when to ask again is told beside it, as over HTTP.</summary>
    public static GrpcStatus Of(HttpCall call, InferenceError error)
    {
        if (error.RetryAfter is { } delay)
            call.Tell(RetryAfter, Math.Max(1, (int)Math.Ceiling(delay.TotalSeconds)).ToString(CultureInfo.InvariantCulture));
        return new GrpcStatus(StatusTable.Of(error.Code).Grpc, error.Message);
    }

    /// <summary>What it means that a message could not be read.</summary>
    public static InferenceError Unread(GrpcStatus failure) => new(
        failure.Code switch
        {
            GrpcStatusCode.ResourceExhausted => failure == MessageRefusal.NoRoom ? ErrorCode.QueueFull : ErrorCode.BodyTooLarge,
            GrpcStatusCode.DeadlineExceeded => ErrorCode.BodyTooSlow,
            GrpcStatusCode.Cancelled => ErrorCode.CallerGone,
            _ => ErrorCode.MalformedRequest,
        },
        failure.Message);
}
