namespace Inference.Manifests.Schemas;

/// <summary>What the documents of all kinds have in common.</summary>
internal static class ManifestSchema
{
    public static ObjectSchema<T> For<T>(string description)
        where T : Manifest, new()
        => new ObjectSchema<T>(description) { Ignored = ["apiVersion", "kind", "status"] }
            .Required("metadata", ObjectMetadata.Schema, (m, v) => (T)(m with { Name = v.Name, Namespace = v.Namespace }), "What names it.");
}
