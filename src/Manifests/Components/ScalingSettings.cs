namespace Inference.Manifests;

/// <summary>How many pods a cluster runs. A local run has one.</summary>
public sealed record ScalingSettings
{
    public int MinReplicas { get; init; } = 1;

    /// <summary>Not below <see cref="MinReplicas"/>; where the manifest has none, the same.</summary>
    public int MaxReplicas { get; init; } = 1;

    /// <summary>Requests in flight per pod that are aimed at. Null: none.</summary>
    public int? TargetConcurrency { get; init; }
}
