namespace Inference.Manifests;

/// <summary>A model and how it is run.</summary>
public sealed record MLComponent : Manifest
{
    public MLComponentSpec Spec { get; init; } = new();
}
