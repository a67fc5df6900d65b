namespace Inference.Manifests;

/// <summary>
/// What a cluster asks of a manifest beyond what every host does: it has no folders of the manifest's author, and no Python. A valid manifest may break
/// these and is served by a local run all the same.
/// </summary>
public static class ClusterRules
{
    private const string Folder = "spec.folder";
    private const string Image = "spec.image.existingImageName";

    /// <summary>What keeps a document from being run in a cluster, besides its own diagnostics; nothing is said of one that is invalid already.</summary>
    public static IReadOnlyList<Diagnostic> Check(ManifestDocument document) => document switch
    {
        ManifestDocument<DataBox> { Manifest.Spec: { Folder: not null, S3DefaultStorage: null, S3: null } } =>
            [Error(document, Folder, "a cluster has no folders", "a store beside it, s3DefaultStorage or s3")],
        ManifestDocument<MLComponent> { Manifest.Spec: { MlService.Inference.EntryPoint.Form: EntryPointForm.Python, Image: null or { ExistingImageName: null } } } =>
            [Error(document, Image, "missing", "the image with Python, its packages and the code, which a cluster runs a Python function in")],
        _ => [],
    };

    private static Diagnostic Error(ManifestDocument document, string path, string problem, string expected)
        => new(Severity.Error, document.At(path), path, problem) { Expected = expected };
}
