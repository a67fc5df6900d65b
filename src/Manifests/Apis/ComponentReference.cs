namespace Inference.Manifests;

public sealed record ComponentReference
{
    /// <summary>A document in the same namespace.</summary>
    public string Name { get; init; } = "";
}
