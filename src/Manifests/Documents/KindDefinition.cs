using Inference.Manifests.Reading;
using Inference.Manifests.Rules;
using Inference.Manifests.Schemas;

namespace Inference.Manifests.Documents;

/// <summary>A kind that is served: how its documents are read, checked and handed out.</summary>
internal abstract class KindDefinition(string apiVersion, string kind)
{
    public string ApiVersion => apiVersion;

    public string Kind => kind;

    public abstract Schema Schema { get; }

    public abstract Manifest Read(Node root, FieldPath path, Binding binding);

    /// <summary>What goes beyond single fields, with all other documents in view; the manifest with what follows from its fields filled in.</summary>
    public abstract Manifest Check(Manifest manifest, FieldReporter report, DocumentIndex index);

    public abstract ManifestDocument ToDocument(
        Manifest manifest, DocumentIdentity identity, IReadOnlyList<Diagnostic> diagnostics, Func<string, SourceLocation> at);
}
