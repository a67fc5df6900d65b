using Inference.Manifests.Reading;

namespace Inference.Manifests.Documents;

/// <summary>
/// Files → the set, in four steps: classify, read each document by itself, check each with all others in view, hand out.
/// </summary>
internal static class ManifestAssembly
{
    public static ManifestSet Assemble(IEnumerable<YamlFile> files, IEnumerable<Diagnostic> others)
    {
        var drafts = new List<DocumentDraft>();
        var diagnostics = new List<Diagnostic>(others);
        foreach (var file in files)
        {
            diagnostics.AddRange(file.Diagnostics);
            drafts.AddRange(file.Documents.Select(document => DocumentClassifier.Classify(document, file.FilePath)).OfType<DocumentDraft>());
        }

        foreach (var draft in drafts)
            draft.Read();
        Check(drafts);
        var documents = drafts.Select(draft => draft.ToDocument()).ToArray();
        diagnostics.AddRange(documents.SelectMany(document => document.Diagnostics));
        return new ManifestSet(documents, [.. diagnostics.Order(Diagnostic.ByLocation)]);
    }

    private static void Check(List<DocumentDraft> drafts)
    {
        var index = new DocumentIndex(drafts);
        foreach (var draft in drafts)
            CheckUnique(draft, index);
        foreach (var kind in PlatformKinds.Served)
        {
            foreach (var draft in drafts.Where(draft => draft.Kind == kind))
                draft.Check(index);
        }
    }

    private static void CheckUnique(DocumentDraft draft, DocumentIndex index)
    {
        var (kind, @namespace, name) = (draft.Identity.Kind, draft.Identity.Namespace, draft.Identity.Name);
        var first = index.Find(kind, @namespace, name);
        if (first is not null && first != draft && DnsLabel.IsValid(name) && DnsLabel.IsValid(@namespace))
            draft.Report.Error("metadata.name", $"{kind} '{@namespace}/{name}' is there already, at {first.Identity.Location}");
    }
}
