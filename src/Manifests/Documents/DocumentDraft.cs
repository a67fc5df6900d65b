using Inference.Manifests.Reading;
using Inference.Manifests.Rules;
using Inference.Manifests.Schemas;

namespace Inference.Manifests.Documents;

/// <summary>A document of the platform while it is being read; becomes a <see cref="ManifestDocument"/> once all others are known.</summary>
internal sealed class DocumentDraft(DocumentIdentity identity, Node root, Binding binding, KindDefinition? kind)
{
    private Manifest? _manifest;

    public DocumentIdentity Identity => identity;

    public Binding Binding => binding;

    /// <summary>Null: a kind that is not served, or none at all.</summary>
    public KindDefinition? Kind => kind;

    /// <summary>What was read, however little in an invalid document; null before, and where there is no kind.</summary>
    public Manifest? Manifest => _manifest;

    public FieldReporter Report { get; } = new(root, binding);

    public void Read()
    {
        var path = FieldPath.Root(root);
        DuplicateKeys.Report(root, path, binding);
        _manifest = kind?.Read(root, path, binding);
    }

    public void Check(DocumentIndex index)
    {
        if (_manifest is not null)
            _manifest = kind!.Check(_manifest, Report, index);
    }

    public ManifestDocument ToDocument()
    {
        var diagnostics = binding.Diagnostics.Order(Diagnostic.ByLocation).ToArray();
        return _manifest is null || binding.HasErrors
            ? new ManifestDocument(identity, diagnostics, At)
            : kind!.ToDocument(_manifest, identity, diagnostics, At);
    }

    private SourceLocation At(string fieldPath) => binding.Locate(NodeLookup.Find(root, fieldPath).Path.At);
}
