namespace Inference.Manifests;

/// <summary>A valid document and the record it says.</summary>
public sealed class ManifestDocument<T> : ManifestDocument
    where T : Manifest
{
    internal ManifestDocument(
        T manifest, DocumentIdentity identity, IReadOnlyList<Diagnostic> diagnostics, Func<string, SourceLocation> at)
        : base(identity, diagnostics, at)
        => Manifest = manifest;

    public T Manifest { get; }
}
