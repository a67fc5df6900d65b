namespace Inference.Manifests;

/// <summary>
/// One document that belongs to the platform, valid or not. A valid one of a kind that is served is a
/// <see cref="ManifestDocument{T}"/>, which holds its record.
/// </summary>
public class ManifestDocument
{
    private readonly Func<string, SourceLocation> _at;

    internal ManifestDocument(DocumentIdentity identity, IReadOnlyList<Diagnostic> diagnostics, Func<string, SourceLocation> at)
    {
        Identity = identity;
        Diagnostics = diagnostics;
        _at = at;
    }

    /// <summary>The file as diagnostics name it.</summary>
    public string File => Identity.Location.File;

    /// <summary>The absolute path of the file: what is relative to the manifest is relative to its folder. Empty for an object of a cluster.</summary>
    public string FilePath => Identity.FilePath;

    /// <summary>The line the document begins at; 0 for an object of a cluster.</summary>
    public int Line => Identity.Location.Line;

    /// <summary>As written; empty if missing.</summary>
    public string ApiVersion => Identity.ApiVersion;

    /// <summary>As written; empty if missing.</summary>
    public string Kind => Identity.Kind;

    /// <summary>As written, which in an invalid document may be no label at all; empty if missing.</summary>
    public string Namespace => Identity.Namespace;

    /// <summary>As written, which in an invalid document may be no label at all; empty if missing.</summary>
    public string Name => Identity.Name;

    /// <summary>No error was found in it or in what it refers to.</summary>
    public bool IsValid => Diagnostics.All(diagnostic => diagnostic.Severity != Severity.Error);

    /// <summary>What is to be said about this document, in the order of the file.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }

    internal DocumentIdentity Identity { get; }

    /// <summary>
    /// Where a field stands, <c>spec.mlService.inference.batching</c> or <c>spec.connectedBoxes[0].path</c>;
    /// of a field that is not there, where its nearest parent stands.
    /// </summary>
    public SourceLocation At(string fieldPath) => _at(fieldPath);
}
