namespace Inference.Manifests;

public static class ClusterRules
{
    public static IReadOnlyList<Diagnostic> Check(ManifestDocument document) => [];
}
