using Inference.Contracts;
using InferenceHost.Admission;
using Microsoft.AspNetCore.Connections;

namespace InferenceHost.Protocols;

/// <summary>What it means that the reading of a body ended with an exception.</summary>
internal static class BodyFailure
{
    /// <summary>Null for an exception that has nothing to do with the body.</summary>
    /// <param name="exception">Thrown by the request's reader.</param>
    /// <param name="life">What may have ended it.</param>
    public static InferenceError? Of(Exception exception, RequestLife life) => exception switch
    {
        BadHttpRequestException e => new InferenceError(Code(e), $"the body could not be read: {e.Message}"),
        OperationCanceledException when life.Token.IsCancellationRequested && life.EndedBy == ErrorCode.DeadlineExceeded =>
            new InferenceError(ErrorCode.BodyTooSlow, "the body was not there before the request's deadline"),
        OperationCanceledException when life.Token.IsCancellationRequested && life.EndedBy == ErrorCode.Draining =>
            new InferenceError(ErrorCode.Draining, "the host shut down before the body was there"),

        // what Kestrel says of a chunk larger than 2^31-1 bytes
        IOException { InnerException: OverflowException } e => new InferenceError(ErrorCode.MalformedRequest, $"the body could not be read: {e.Message}"),
        OperationCanceledException or ConnectionResetException or ConnectionAbortedException or IOException =>
            new InferenceError(ErrorCode.CallerGone, "the caller closed the connection"),
        _ => null,
    };

    private static ErrorCode Code(BadHttpRequestException e) => e.StatusCode switch
    {
        StatusCodes.Status408RequestTimeout => ErrorCode.BodyTooSlow,
        StatusCodes.Status413PayloadTooLarge => ErrorCode.BodyTooLarge,
        _ => ErrorCode.MalformedRequest,
    };
}
