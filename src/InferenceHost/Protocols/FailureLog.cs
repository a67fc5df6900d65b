using Inference.Contracts;

namespace InferenceHost.Protocols;

/// <summary>One line per failed request, with its cause. Refusals under overload and callers who left are counted and not logged.</summary>
internal sealed partial class FailureLog(ILogger<FailureLog> logger)
{
    public void Report(string component, string requestId, int status, InferenceError error)
    {
        switch (error.Code)
        {
            case ErrorCode.QueueFull or ErrorCode.RateLimited or ErrorCode.Draining or ErrorCode.ModelNotReady or ErrorCode.IssuerUnreachable or ErrorCode.CallerGone:
                return;
            case ErrorCode.DeadlineExceeded:
                LogLate(requestId, component, status, error.Code, error.Message);
                return;
            case var _ when status >= StatusCodes.Status500InternalServerError:
                LogFailed(requestId, component, status, error.Code, error.Message);
                return;
            default:
                LogRefused(requestId, component, status, error.Code, error.Message);
                return;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "request {RequestId} met an exception nobody expected")]
    public partial void Bug(Exception exception, string requestId);

    [LoggerMessage(Level = LogLevel.Error, Message = "request {RequestId} to {Component} failed with {Status}: {Code}: {Cause}")]
    private partial void LogFailed(string requestId, string component, int status, ErrorCode code, string cause);

    // the caller may have given it little time: not an error by itself
    [LoggerMessage(Level = LogLevel.Warning, Message = "request {RequestId} to {Component} ended with {Status}: {Code}: {Cause}")]
    private partial void LogLate(string requestId, string component, int status, ErrorCode code, string cause);

    [LoggerMessage(Level = LogLevel.Information, Message = "request {RequestId} to {Component} refused with {Status}: {Code}: {Cause}")]
    private partial void LogRefused(string requestId, string component, int status, ErrorCode code, string cause);
}
