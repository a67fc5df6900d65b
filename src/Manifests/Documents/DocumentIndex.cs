namespace Inference.Manifests.Documents;

/// <summary>All drafts by kind, namespace and name: the first of those that have the same.</summary>
internal sealed class DocumentIndex
{
    private readonly Dictionary<DocumentKey, DocumentDraft> _drafts = [];
    private readonly Dictionary<string, string> _urls = [];

    public DocumentIndex(IEnumerable<DocumentDraft> drafts)
    {
        foreach (var draft in drafts)
            _drafts.TryAdd(draft.Identity.Key, draft);
    }

    public DocumentDraft? Find(string kind, string @namespace, string name) => _drafts.GetValueOrDefault(new DocumentKey(kind, @namespace, name));

    /// <summary>Those that could be meant: names that are none are left out.</summary>
    public IEnumerable<string> Names(string kind, string @namespace)
        => _drafts.Keys.Where(key => key.Kind == kind && key.Namespace == @namespace && DnsLabel.IsValid(key.Name)).Select(key => key.Name).Order(StringComparer.Ordinal);

    /// <summary>Takes a URL for the field that asks for it; null, or the place that has taken it before.</summary>
    public string? TakeUrl(string @namespace, string url, SourceLocation field)
        => _urls.TryAdd($"/{@namespace}/{url}", field.ToString()) ? null : _urls[$"/{@namespace}/{url}"];
}
