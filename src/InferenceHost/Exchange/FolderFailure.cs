using Inference.Contracts;

namespace InferenceHost.Exchange;

/// <summary>Failures of the folder that a request's files are in, as callers see them: without the place, which stands in the log.</summary>
internal static class FolderFailure
{
    // errno of Linux, which .NET keeps in HResult: ENOSPC, EDQUOT, EFBIG
    private const int NoSpace = 28;
    private const int QuotaExceeded = 122;
    private const int FileTooLarge = 27;

    public static InferenceError Of(Exception exception, string what) => exception.HResult is NoSpace or QuotaExceeded or FileTooLarge
        ? new InferenceError(ErrorCode.StoreFull, $"there is no room for {what}: this host's disk is full")
        : new InferenceError(ErrorCode.Internal, $"this host could not keep {what} while the component works; its log says why");
}
