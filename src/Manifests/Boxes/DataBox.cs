using Inference.Manifests.Schemas;

namespace Inference.Manifests;

/// <summary>A place for files.</summary>
public sealed record DataBox : Manifest
{
    public DataBoxSpec Spec { get; init; } = new();

    internal static ObjectSchema<DataBox> Schema { get; } = ManifestSchema.For<DataBox>("A place for files.")
        .Required("spec", DataBoxSpec.Schema, (c, v) => c with { Spec = v }, "Where the files are.");
}
