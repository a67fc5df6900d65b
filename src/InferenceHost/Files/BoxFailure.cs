using Inference.Boxes;
using Inference.Contracts;

namespace InferenceHost.Files;

/// <summary>Failures of stores as callers see them: where a box lies on this machine is not theirs to know, and stands in the log.</summary>
internal static class BoxFailure
{
    /// <param name="error">Of the store.</param>
    /// <param name="what">What was asked for, as the caller calls it.</param>
    public static InferenceError Of(BoxError error, string what) => error.Code switch
    {
        BoxErrorCode.NotFound => new(ErrorCode.NotFound, $"there is no {what}"),
        BoxErrorCode.InvalidPath => new(ErrorCode.InvalidInput, error.Message),
        BoxErrorCode.PreconditionFailed => new(ErrorCode.PreconditionFailed, $"{what} is not, or no longer, as the request's condition says: look at it again"),
        BoxErrorCode.Conflict => new(ErrorCode.FileConflict, $"{what} cannot be stored: a group stands where a file must be, or a file where a group must be; use another name, or remove that first"),
        BoxErrorCode.InvalidRange => new(ErrorCode.RangeUnsatisfiable, $"{what} has no byte in the range asked for"),
        BoxErrorCode.ContentMismatch => new(ErrorCode.MalformedRequest, $"{what} came with another length than was said; nothing was stored"),
        BoxErrorCode.Full => new(ErrorCode.StoreFull, $"there is no room for {what}: the box's capacity is used up; remove files, or have the capacity raised"),
        BoxErrorCode.DiskFull => new(ErrorCode.StoreFull, $"there is no room for {what}: the store's disk is full"),
        BoxErrorCode.Unreachable => new(ErrorCode.StoreUnreachable, $"the store that should have {what} could not be reached or failed; later may do"),
        _ => new(ErrorCode.StoreUnreachable, $"the store that should have {what} refuses this host; its log says why"),
    };
}
