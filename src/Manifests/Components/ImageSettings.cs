using Inference.Manifests.Schemas;

namespace Inference.Manifests;

/// <summary>The user's container image: Python, its packages and the adapter's code.</summary>
public sealed record ImageSettings
{
    public string? ExistingImageName { get; init; }

    public ResourceAmounts? ResourceLimits { get; init; }

    public ResourceAmounts? ResourceRequests { get; init; }

    internal static ObjectSchema<ImageSettings> Schema { get; } = new ObjectSchema<ImageSettings>("The image of a Python component, with its packages and code; a local run needs none.")
        .Optional("existingImageName", Texts.NotEmpty, i => i.ExistingImageName, (i, v) => i with { ExistingImageName = v }, "The image.")
        .Optional("resourceLimits", ResourceAmounts.Schema, i => i.ResourceLimits, (i, v) => i with { ResourceLimits = v }, "The most it may use.")
        .Optional("resourceRequests", ResourceAmounts.Schema, i => i.ResourceRequests, (i, v) => i with { ResourceRequests = v }, "What is set aside for it.");
}
