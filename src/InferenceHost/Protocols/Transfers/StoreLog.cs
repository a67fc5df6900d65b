using Inference.Boxes;

namespace InferenceHost.Protocols.Transfers;

/// <summary>What stores say of failures that are not the caller's: with places on this machine, which callers are not told.</summary>
internal sealed partial class StoreLog(ILogger<StoreLog> logger)
{
    public void Report(string requestId, string box, BoxError error)
    {
        if (error.Code is BoxErrorCode.DiskFull or BoxErrorCode.Denied or BoxErrorCode.BucketMissing or BoxErrorCode.Unreachable or BoxErrorCode.Refused)
            LogFailed(requestId, box, error.Code, error.Message);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "request {RequestId}: the store of box {Box} failed: {Code}: {Cause}")]
    private partial void LogFailed(string requestId, string box, BoxErrorCode code, string cause);
}
