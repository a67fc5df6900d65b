namespace Inference.Manifests.Schemas;

/// <summary>What every manifest has in <c>metadata</c>; the rest of what Kubernetes keeps there is passed over.</summary>
internal sealed record ObjectMetadata
{
    private static readonly MapSchema<string> s_texts = new("an object of texts", "a key", key => key.Length > 0, Texts.Any);

    public string Name { get; init; } = "";

    public string Namespace { get; init; } = "";

    public static ObjectSchema<ObjectMetadata> Schema { get; } = new ObjectSchema<ObjectMetadata>("What names the document.")
    {
        Ignored =
        [
            "uid", "clusterName", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "finalizers", "generateName", "generation",
            "managedFields", "ownerReferences", "resourceVersion", "selfLink",
        ],
    }
        .Required("name", Texts.Label, (m, v) => m with { Name = v }, "Unique among the documents of its kind and namespace.")
        .Required("namespace", Texts.Label, (m, v) => m with { Namespace = v }, "The application; the first segment of its URLs.")
        .Optional("labels", s_texts, _ => null, (m, _) => m, "Kubernetes labels, passed over.")
        .Optional("annotations", s_texts, _ => null, (m, _) => m, "Kubernetes annotations, passed over.");
}
