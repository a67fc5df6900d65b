using Inference.Cluster;

namespace ManifestController.Applying;

/// <summary>What came of applying one object.</summary>
/// <param name="Change">What was done.</param>
/// <param name="Object">As it is now; null where it could not be applied.</param>
/// <param name="Problem">Why not, for a person.</param>
/// <param name="Error">What the cluster answered, where that is why.</param>
internal sealed record ApplyResult(ApplyChange Change, ClusterObject? Object = null, string Problem = "", ClusterError? Error = null)
{
    /// <summary>The field that somebody else had changed, and who, where it was put right.</summary>
    public string? Undone { get; init; }
}
