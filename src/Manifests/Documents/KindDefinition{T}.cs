using Inference.Manifests.Reading;
using Inference.Manifests.Rules;
using Inference.Manifests.Schemas;

namespace Inference.Manifests.Documents;

/// <inheritdoc/>
internal sealed class KindDefinition<T>(string apiVersion, string kind, ObjectSchema<T> schema, Func<T, FieldReporter, DocumentIndex, T> check)
    : KindDefinition(apiVersion, kind)
    where T : Manifest, new()
{
    public override Schema Schema => schema;

    public override Manifest Read(Node root, FieldPath path, Binding binding)
    {
        schema.TryRead(root, path, binding, out var manifest);
        return manifest;
    }

    public override Manifest Check(Manifest manifest, FieldReporter report, DocumentIndex index) => check((T)manifest, report, index);

    public override ManifestDocument ToDocument(
        Manifest manifest, DocumentIdentity identity, IReadOnlyList<Diagnostic> diagnostics, Func<string, SourceLocation> at)
        => new ManifestDocument<T>((T)manifest, identity, diagnostics, at);
}
