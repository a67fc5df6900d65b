namespace Inference.Manifests;

/// <summary>The user's container image: Python, its packages and the adapter's code.</summary>
public sealed record ImageSettings
{
    public string? ExistingImageName { get; init; }

    public ResourceAmounts? ResourceLimits { get; init; }

    public ResourceAmounts? ResourceRequests { get; init; }
}
