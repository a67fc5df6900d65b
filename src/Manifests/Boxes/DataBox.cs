namespace Inference.Manifests;

/// <summary>A place for files.</summary>
public sealed record DataBox : Manifest
{
    public DataBoxSpec Spec { get; init; } = new();
}
