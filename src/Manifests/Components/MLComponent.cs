using Inference.Manifests.Schemas;

namespace Inference.Manifests;

/// <summary>A model and how it is run.</summary>
public sealed record MLComponent : Manifest
{
    public MLComponentSpec Spec { get; init; } = new();

    internal static ObjectSchema<MLComponent> Schema { get; } = ManifestSchema.For<MLComponent>("A model and how it is run.")
        .Required("spec", MLComponentSpec.Schema, (c, v) => c with { Spec = v }, "What it is.");
}
