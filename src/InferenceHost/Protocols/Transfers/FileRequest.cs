using Inference.Boxes;
using Inference.Contracts;
using InferenceHost.Files;

namespace InferenceHost.Protocols.Transfers;

/// <summary>A request to the file API that may be served.</summary>
/// <param name="Call">To be answered.</param>
/// <param name="Target">What it names.</param>
/// <param name="User">Whose files; authenticated, or named by a valid link.</param>
/// <param name="Box">Held until the request is done.</param>
/// <param name="Stop">When nobody waits any more.</param>
internal sealed record FileRequest(HttpCall Call, FileTarget Target, string User, Box Box, CancellationToken Stop)
{
    public IBoxStore Store => Box.Store;

    public CallerPart Part => new(User);

    /// <summary>The store's failure as the caller sees it.</summary>
    public InferenceError Fail(BoxError error)
    {
        var name = Target.Kind == FileTargetKind.File ? $"file '{Target.File}'" : $"group '{Target.Group}'";
        return Box.Fail(error, $"{name} in box {Box.Plan.Name}", Call.RequestId);
    }
}
