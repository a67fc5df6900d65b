using Inference.Boxes;

namespace InferenceHost.Files;

/// <summary>What stores, and the disk of this machine, say of failures that are not the caller's: with places, which callers are not told.</summary>
internal sealed partial class StoreLog(ILogger<StoreLog> logger)
{
    public void Report(string requestId, string box, BoxError error)
    {
        if (error.Code is BoxErrorCode.DiskFull or BoxErrorCode.Denied or BoxErrorCode.BucketMissing or BoxErrorCode.Unreachable or BoxErrorCode.Refused)
            LogFailed(requestId, box, error.Code, error.Message);
    }

    /// <summary>The folder that files of requests to a component are in while they run.</summary>
    public void ReportFolder(string component, Exception cause) => LogFolderFailed(component, cause.Message);

    [LoggerMessage(Level = LogLevel.Error, Message = "request {RequestId}: the store of box {Box} failed: {Code}: {Cause}")]
    private partial void LogFailed(string requestId, string box, BoxErrorCode code, string cause);

    [LoggerMessage(Level = LogLevel.Error, Message = "the folder of files that requests to {Component} exchange failed: {Cause}")]
    private partial void LogFolderFailed(string component, string cause);
}
