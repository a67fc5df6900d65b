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

    /// <summary>How what was made is, which is not what the manifest says while that could not be made.</summary>
    public HostState Of(HostState host) =>
        Problem is null && Error is { } error ? Late(host, "NotApplied", $"the newest version could not be given to the cluster yet, it is tried again: {error.Message}")
        : IsLeaving ? Late(host, "Leaving", "what was made for an earlier manifest of this name is still being removed")
        : host;

    private static HostState Late(HostState host, string reason, string message) =>
        host with { IsRolledOut = false, Reason = reason, Message = host.Message.Length == 0 ? message : $"{message}; {host.Message}" };

    /// <summary>The end of the pass, once the status is written.</summary>
    public PassResult Then(ClusterError? unwritten) =>
        Error is { } error ? PassResult.Failed(error.Message)
        : Problem is { } problem ? PassResult.Failed(problem.Message)
        : IsLeaving ? PassResult.Failed("what was made before is still being removed")
        : unwritten is not null ? PassResult.Failed(unwritten.Message)
        : PassResult.Settled;
}
