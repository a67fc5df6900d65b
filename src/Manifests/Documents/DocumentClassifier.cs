using Inference.Manifests.Reading;
using Inference.Manifests.Schemas;

namespace Inference.Manifests.Documents;

/// <summary>
/// Tells whose a document is by its apiVersion and kind: ours, one of the platform's that is not served, somebody else's
/// (passed over), or one of ours with a slip of the pen, which is an error.
/// </summary>
internal static class DocumentClassifier
{
    private static readonly string[] s_platformKinds =
        [.. PlatformKinds.Served.Where(kind => kind != PlatformKinds.Secret).Select(kind => kind.Kind), .. PlatformKinds.NotServed];

    /// <summary>The draft of a document of the platform; null for what is passed over.</summary>
    public static DocumentDraft? Classify(YamlDocument document, string filePath)
    {
        if (document.Root is not MappingNode root)
            return null;
        var identity = Identify(root, document.Location, filePath);
        var isSecret = NearName.Find(identity.Kind, ["Secret"]) is not null;
        if (isSecret)
            identity = identity with { Namespace = LabelOrNothing(identity.Namespace), Name = LabelOrNothing(identity.Name) };
        var binding = new Binding(document.Location, filePath, hidesValues: isSecret);
        if (document.Problem is not null)
            binding.Error(FieldPath.Root(root), root, document.Problem);
        return FindKind(identity) is { } kind
            ? new DocumentDraft(identity, root, binding, kind)
            : ClassifyOther(identity, root, binding);
    }

    private static KindDefinition? FindKind(DocumentIdentity identity)
        => PlatformKinds.Served.FirstOrDefault(kind => kind.ApiVersion == identity.ApiVersion && kind.Kind == identity.Kind);

    private static DocumentDraft? ClassifyOther(DocumentIdentity identity, MappingNode root, Binding binding)
    {
        var draft = new DocumentDraft(identity, root, binding, null);
        if (identity.ApiVersion == PlatformKinds.ApiVersion)
            JudgeKind(identity.Kind, draft);
        else if (IsNearly(identity.ApiVersion, PlatformKinds.ApiVersion) || IsPlatformKindWithoutGroup(identity))
            draft.Report.Error("apiVersion", WrongOrMissing(identity.ApiVersion), $"'{PlatformKinds.ApiVersion}'", Quoted(identity.ApiVersion));
        else if (identity.Kind == "Secret" && IsCoreSlip(identity.ApiVersion))
            draft.Report.Error("apiVersion", WrongOrMissing(identity.ApiVersion), $"'{PlatformKinds.CoreApiVersion}'", Quoted(identity.ApiVersion));
        else if (identity.ApiVersion == PlatformKinds.CoreApiVersion && NearName.Find(identity.Kind, ["Secret"]) is { } secret)
            draft.Report.Error("kind", "unknown kind", found: Quoted(identity.Kind), suggestion: secret);
        else if (identity.ApiVersion.Length == 0 && identity.Kind.Length == 0 && root.Find("spec") is not null && root.Find("metadata") is not null)
            JudgeUnnamed(root, draft);
        else
            return null;
        return draft;
    }

    private static void JudgeKind(string kind, DocumentDraft draft)
    {
        if (kind.Length == 0)
            draft.Report.Error("kind", "missing", $"one of {string.Join(", ", s_platformKinds)}");
        else if (PlatformKinds.NotServed.Contains(kind))
            draft.Report.Note("kind", $"documents of kind {kind} are not served here");
        else if (NearName.Find(kind, s_platformKinds) is { } near)
            draft.Report.Error("kind", "unknown kind", found: Quoted(kind), suggestion: near);
        else if (kind == "Secret")
            draft.Report.Error("apiVersion", "wrong for a Secret", $"'{PlatformKinds.CoreApiVersion}'", Quoted(PlatformKinds.ApiVersion));
        else
            draft.Report.Warning("kind", $"a kind of the platform that is not known here, {Quoted(kind)}, is not served");
    }

    // the two names are missing or misspelt, but it has the shape of a manifest
    private static void JudgeUnnamed(MappingNode root, DocumentDraft draft)
    {
        foreach (var name in (string[])["apiVersion", "kind"])
        {
            var near = root.Entries.FirstOrDefault(entry => NearName.Find(entry.Key.Text, [name]) is not null);
            if (near is null || near.Key.Text == name)
                draft.Report.Error(name, "missing", "the manifest's apiVersion and kind");
            else
                draft.Report.Error(near.Key.Text, "unknown field", suggestion: name);
        }
    }

    private static bool IsNearly(string apiVersion, string right)
        => apiVersion.Split('/')[0].Equals(PlatformKinds.Group, StringComparison.OrdinalIgnoreCase)
            || NearName.Find(apiVersion, [right]) is not null
            || NearName.Find(apiVersion.Split('/')[0], [PlatformKinds.Group]) is not null;

    // no other API group is named, so the platform's is what was meant
    private static bool IsPlatformKindWithoutGroup(DocumentIdentity identity)
        => !identity.ApiVersion.Contains('/') && NearName.Find(identity.Kind, [.. PlatformKinds.Served.Select(kind => kind.Kind)]) is not (null or "Secret");

    private static bool IsCoreSlip(string apiVersion) => apiVersion is "" or "core/v1" or "V1" or "v2" or "v1beta1" or "1";

    private static DocumentIdentity Identify(MappingNode root, SourceLocation location, string filePath)
    {
        var metadata = root.Find("metadata")?.Value as MappingNode;
        return new DocumentIdentity(location, filePath, Text(root, "apiVersion"), Text(root, "kind"), Text(metadata, "namespace"), Text(metadata, "name"));
    }

    private static string Text(MappingNode? mapping, string key) => mapping?.Find(key)?.Value is ScalarNode { Kind: not ScalarKind.Null } scalar ? scalar.Text : "";

    // what is no name may be a password in the wrong place
    private static string LabelOrNothing(string text) => DnsLabel.IsValid(text) ? text : "";

    private static string WrongOrMissing(string text) => text.Length == 0 ? "missing" : "unknown API group or version";

    private static string? Quoted(string text) => text.Length == 0 ? null : Printable.Quote(text);
}
