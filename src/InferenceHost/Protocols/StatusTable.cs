using Inference.Contracts;
using Inference.Grpc;

namespace InferenceHost.Protocols;

/// <summary>The one table from expected failures to what callers see.</summary>
internal static class StatusTable
{
    /// <summary>Status of an answer that nobody reads any more; never sent, only counted.</summary>
    public const int CallerGone = 499;

    public static StatusRow Of(ErrorCode code) => code switch
    {
        ErrorCode.MalformedRequest => new(400, GrpcStatusCode.InvalidArgument, "Malformed request"),
        ErrorCode.InvalidInput => new(400, GrpcStatusCode.InvalidArgument, "Invalid input"),
        ErrorCode.UnsupportedMediaType => new(415, GrpcStatusCode.InvalidArgument, "Unsupported media type"),
        ErrorCode.BodyTooLarge => new(413, GrpcStatusCode.ResourceExhausted, "Body too large"),
        ErrorCode.BodyTooSlow => new(408, GrpcStatusCode.DeadlineExceeded, "Body too slow"),
        ErrorCode.Unauthenticated => new(401, GrpcStatusCode.Unauthenticated, "Not authenticated"),
        ErrorCode.Forbidden => new(403, GrpcStatusCode.PermissionDenied, "Forbidden"),
        ErrorCode.IssuerUnreachable => new(503, GrpcStatusCode.Unavailable, "Issuer unreachable"),
        ErrorCode.RateLimited => new(429, GrpcStatusCode.ResourceExhausted, "Too many requests"),
        ErrorCode.NotFound => new(404, GrpcStatusCode.NotFound, "Not found"),
        ErrorCode.MethodNotAllowed => new(405, GrpcStatusCode.Unimplemented, "Method not allowed"),
        ErrorCode.NotSupported => new(400, GrpcStatusCode.Unimplemented, "Not supported"),
        ErrorCode.QueueFull => new(429, GrpcStatusCode.ResourceExhausted, "Queue full"),
        ErrorCode.ModelNotReady => new(503, GrpcStatusCode.Unavailable, "Model not ready"),
        ErrorCode.Draining => new(503, GrpcStatusCode.Unavailable, "Shutting down"),
        ErrorCode.DeadlineExceeded => new(504, GrpcStatusCode.DeadlineExceeded, "Deadline exceeded"),
        ErrorCode.CallerGone => new(CallerGone, GrpcStatusCode.Cancelled, "Caller gone"),
        ErrorCode.ModelFailed => new(500, GrpcStatusCode.Internal, "Model failed"),
        ErrorCode.InvalidOutput => new(500, GrpcStatusCode.Internal, "Invalid output"),
        ErrorCode.FileNotFound => new(400, GrpcStatusCode.InvalidArgument, "File not found"),
        ErrorCode.FileConflict => new(409, GrpcStatusCode.AlreadyExists, "Conflict"),
        ErrorCode.PreconditionFailed => new(412, GrpcStatusCode.FailedPrecondition, "Precondition failed"),
        ErrorCode.RangeUnsatisfiable => new(416, GrpcStatusCode.OutOfRange, "Range not satisfiable"),
        ErrorCode.StoreUnreachable => new(502, GrpcStatusCode.Unavailable, "Store unreachable"),
        ErrorCode.StoreFull => new(507, GrpcStatusCode.ResourceExhausted, "Store full"),
        ErrorCode.ModelUnloadable => new(503, GrpcStatusCode.Unavailable, "Model cannot be loaded"),
        _ => new(500, GrpcStatusCode.Internal, "Internal error"),
    };
}
