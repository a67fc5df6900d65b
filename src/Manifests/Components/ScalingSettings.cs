using Inference.Manifests.Schemas;

namespace Inference.Manifests;

/// <summary>How many pods a cluster runs. A local run has one.</summary>
public sealed record ScalingSettings
{
    public int MinReplicas { get; init; } = 1;

    /// <summary>Not below <see cref="MinReplicas"/>; where the manifest has none, the same.</summary>
    public int MaxReplicas { get; init; } = 1;

    /// <summary>Requests in flight per pod that are aimed at. Null: none.</summary>
    public int? TargetConcurrency { get; init; }

    internal static ObjectSchema<ScalingSettings> Schema { get; } = new ObjectSchema<ScalingSettings>("How many pods a cluster runs; a local run has one.")
        .Optional("minReplicas", new IntegerSchema(1, 1000), s => s.MinReplicas, (s, v) => s with { MinReplicas = v }, "Never fewer.")
        .Optional("maxReplicas", new IntegerSchema(1, 1000), _ => null, (s, v) => s with { MaxReplicas = v }, "Never more; without it, as many as minReplicas.")
        .Optional("targetConcurrency", new IntegerSchema(1, 1_000_000), s => s.TargetConcurrency, (s, v) => s with { TargetConcurrency = v }, "Requests in flight per pod that are aimed at.");
}
