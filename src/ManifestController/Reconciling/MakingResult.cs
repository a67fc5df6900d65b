using Inference.Cluster;
using ManifestController.Reporting;

namespace ManifestController.Reconciling;

/// <summary>What came of making a manifest's objects.</summary>
internal sealed record MakingResult
{
    /// <summary>To be said in the status; null where nothing is wrong, or what is will pass.</summary>
    public Problem? Problem { get; init; }

    /// <summary>What the cluster answered last; null where it did all that was asked.</summary>
    public ClusterError? Error { get; init; }

    /// <summary>What was made for an earlier manifest of this name is still being removed.</summary>
    public bool IsLeaving { get; init; }

    /// <summary>The end of the pass, once the status is written.</summary>
    public PassResult Then(ClusterError? unwritten) =>
        Error is { } error ? PassResult.Failed(error.Message)
        : Problem is { } problem ? PassResult.Failed(problem.Message)
        : IsLeaving ? PassResult.Failed("what was made before is still being removed")
        : unwritten is not null ? PassResult.Failed(unwritten.Message)
        : PassResult.Settled;
}
