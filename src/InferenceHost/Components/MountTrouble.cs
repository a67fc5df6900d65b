using Inference.Boxes;

namespace InferenceHost.Components;

/// <summary>Why the part of a box that a component mounts cannot be seen as it is now.</summary>
/// <param name="Reason">One word for programs.</param>
/// <param name="Message">For a person; names the store and no credential.</param>
internal sealed record MountTrouble(string Reason, string Message)
{
    public const string BoxChanging = "BoxChanging";

    public static MountTrouble Of(BoxPart part, BoxError error) => new(ReasonOf(error.Code), $"box {part.Box}: {error.Message}");

    private static string ReasonOf(BoxErrorCode code) => code switch
    {
        BoxErrorCode.Unreachable => "StoreUnreachable",
        BoxErrorCode.Denied => "StoreDenied",
        BoxErrorCode.BucketMissing => "BucketMissing",
        BoxErrorCode.DiskFull => "DiskFull",
        BoxErrorCode.PreconditionFailed or BoxErrorCode.NotFound => BoxChanging,
        _ => "StoreFailed",
    };
}
