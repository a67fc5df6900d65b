using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace Inference.Grpc.Calls;

/// <summary>What it means that the reading of a call's body ended with an exception.</summary>
internal static class BodyFailure
{
    /// <summary>Null for an exception that has nothing to do with the body.</summary>
    public static GrpcStatus? Of(Exception exception, GrpcCall call) => exception switch
    {
        BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } => new GrpcStatus(GrpcStatusCode.DeadlineExceeded, "the message came too slowly"),
        OperationCanceledException when call.Token.IsCancellationRequested => call.Ended(),
        OperationCanceledException or ConnectionAbortedException or ConnectionResetException or IOException => new GrpcStatus(GrpcStatusCode.Cancelled, "the caller left"),
        _ => null,
    };
}
