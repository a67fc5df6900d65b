namespace Inference.Manifests;

public sealed record MLService
{
    /// <summary>Taken because the platform has it; nothing here needs it.</summary>
    public string? PackageRegistryName { get; init; }

    public InferenceSettings Inference { get; init; } = new();
}
