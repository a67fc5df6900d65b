namespace Inference.Manifests;

/// <summary>A read-only view of a part of a box.</summary>
public sealed record BoxMount
{
    /// <summary>The name of a DataBox in the same namespace.</summary>
    public string S3BoxName { get; init; } = "";

    public SubPath SubPath { get; init; }
}
