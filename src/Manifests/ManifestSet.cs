namespace Inference.Manifests;

/// <summary>
/// All documents of a folder, in the order of files and lines, with everything there is to say about them. Immutable.
/// The typed lists hold the valid documents only; one bad document never takes the others down.
/// </summary>
public sealed class ManifestSet
{
    internal ManifestSet(IReadOnlyList<ManifestDocument> documents, IReadOnlyList<Diagnostic> diagnostics)
    {
        Documents = documents;
        Diagnostics = diagnostics;
        Components = Valid<MLComponent>();
        Apis = Valid<APIComponent>();
        Boxes = Valid<DataBox>();
        Secrets = Valid<Secret>();
    }

    /// <summary>Every document of the platform, valid or not, of kinds that are served and kinds that are not.</summary>
    public IReadOnlyList<ManifestDocument> Documents { get; }

    /// <summary>Those of all documents, and of files that could not be read, in the order of files and lines.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }

    public IReadOnlyList<ManifestDocument<MLComponent>> Components { get; }

    public IReadOnlyList<ManifestDocument<APIComponent>> Apis { get; }

    public IReadOnlyList<ManifestDocument<DataBox>> Boxes { get; }

    public IReadOnlyList<ManifestDocument<Secret>> Secrets { get; }

    public bool HasErrors => Diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Error);

    /// <summary>The valid document of that kind and name, or null.</summary>
    public ManifestDocument<T>? Find<T>(string @namespace, string name)
        where T : Manifest
        => Documents.OfType<ManifestDocument<T>>().FirstOrDefault(document => document.Namespace == @namespace && document.Name == name);

    private List<ManifestDocument<T>> Valid<T>()
        where T : Manifest
        => [.. Documents.OfType<ManifestDocument<T>>()];
}
