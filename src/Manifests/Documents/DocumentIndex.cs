namespace Inference.Manifests.Documents;

/// <summary>All drafts by kind, namespace and name: the first of those that have the same.</summary>
internal sealed class DocumentIndex
{
    private readonly Dictionary<(string Kind, string Namespace, string Name), DocumentDraft> _drafts = [];
    private readonly Dictionary<(string Namespace, string Url), SourceLocation> _urls = [];

    public DocumentIndex(IEnumerable<DocumentDraft> drafts)
    {
        foreach (var draft in drafts)
            _drafts.TryAdd((draft.Identity.Kind, draft.Identity.Namespace, draft.Identity.Name), draft);
    }

    public DocumentDraft? Find(string kind, string @namespace, string name) => _drafts.GetValueOrDefault((kind, @namespace, name));

    public IEnumerable<string> Names(string kind, string @namespace)
        => _drafts.Keys.Where(key => key.Kind == kind && key.Namespace == @namespace && key.Name.Length > 0).Select(key => key.Name).Order(StringComparer.Ordinal);

    /// <summary>Takes a URL for the field that asks for it; null, or the place that has taken it before.</summary>
    public SourceLocation? TakeUrl(string @namespace, string url, SourceLocation field)
        => _urls.TryAdd((@namespace, url), field) ? null : _urls[(@namespace, url)];
}
