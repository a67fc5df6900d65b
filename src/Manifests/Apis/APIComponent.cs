using Inference.Manifests.Schemas;

namespace Inference.Manifests;

/// <summary>Publishes something under a URL.</summary>
public sealed record APIComponent : Manifest
{
    public APIComponentSpec Spec { get; init; } = new();

    internal static ObjectSchema<APIComponent> Schema { get; } = ManifestSchema.For<APIComponent>("Publishes something under a URL.")
        .Required("spec", APIComponentSpec.Schema, (c, v) => c with { Spec = v }, "What it publishes.");
}
