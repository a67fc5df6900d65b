namespace Inference.Manifests;

/// <summary>Publishes something under a URL.</summary>
public sealed record APIComponent : Manifest
{
    public APIComponentSpec Spec { get; init; } = new();
}
