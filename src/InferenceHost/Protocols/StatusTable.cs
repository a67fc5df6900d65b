using Inference.Contracts;

namespace InferenceHost.Protocols;

/// <summary>The one table from expected failures to what callers see.</summary>
internal static class StatusTable
{
    /// <summary>Status of an answer that nobody reads any more; never sent, only counted.</summary>
    public const int CallerGone = 499;

    public static StatusRow Of(ErrorCode code) => code switch
    {
        ErrorCode.MalformedRequest => new(400, "Malformed request"),
        ErrorCode.InvalidInput => new(400, "Invalid input"),
        ErrorCode.UnsupportedMediaType => new(415, "Unsupported media type"),
        ErrorCode.BodyTooLarge => new(413, "Body too large"),
        ErrorCode.BodyTooSlow => new(408, "Body too slow"),
        ErrorCode.Unauthenticated => new(401, "Not authenticated"),
        ErrorCode.Forbidden => new(403, "Forbidden"),
        ErrorCode.IssuerUnreachable => new(503, "Issuer unreachable"),
        ErrorCode.RateLimited => new(429, "Too many requests"),
        ErrorCode.NotFound => new(404, "Not found"),
        ErrorCode.MethodNotAllowed => new(405, "Method not allowed"),
        ErrorCode.NotSupported => new(400, "Not supported"),
        ErrorCode.QueueFull => new(429, "Queue full"),
        ErrorCode.ModelNotReady => new(503, "Model not ready"),
        ErrorCode.Draining => new(503, "Shutting down"),
        ErrorCode.DeadlineExceeded => new(504, "Deadline exceeded"),
        ErrorCode.CallerGone => new(CallerGone, "Caller gone"),
        ErrorCode.ModelFailed => new(500, "Model failed"),
        ErrorCode.InvalidOutput => new(500, "Invalid output"),
        ErrorCode.FileNotFound => new(400, "File not found"),
        ErrorCode.FileConflict => new(409, "Conflict"),
        ErrorCode.PreconditionFailed => new(412, "Precondition failed"),
        ErrorCode.RangeUnsatisfiable => new(416, "Range not satisfiable"),
        ErrorCode.StoreUnreachable => new(502, "Store unreachable"),
        ErrorCode.StoreFull => new(507, "Store full"),
        ErrorCode.ModelUnloadable => new(503, "Model cannot be loaded"),
        _ => new(500, "Internal error"),
    };
}
