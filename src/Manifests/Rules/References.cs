using Inference.Manifests.Documents;
using Inference.Manifests.Reading;
using Inference.Manifests.Schemas;

namespace Inference.Manifests.Rules;

/// <summary>Names of other documents; always in the same namespace.</summary>
internal static class References
{
    /// <summary>Says so if there is no such document or it is itself invalid. True if it can be relied on.</summary>
    public static bool Check(KindDefinition kind, string name, string @namespace, string path, FieldReporter report, DocumentIndex index)
        => Check(kind.Kind, name, @namespace, path, report, index);

    public static bool Check(string kind, string name, string @namespace, string path, FieldReporter report, DocumentIndex index)
    {
        if (name.Length == 0 || @namespace.Length == 0)
            return false;
        if (index.Find(kind, @namespace, name) is not { } target)
        {
            var names = index.Names(kind, @namespace).ToList();
            report.Error(path, $"no {kind} of this name in namespace '{@namespace}'", OneOf(names), Printable.Quote(name), NearName.Find(name, names));
            return false;
        }

        if (target.Binding.HasErrors)
            report.Error(path, $"{kind} '{name}' is itself invalid, see {target.Identity.Location}");
        return !target.Binding.HasErrors;
    }

    /// <summary>
    /// Secrets may come from elsewhere (files, a cluster), so one that is not among the manifests is no error; one that is there
    /// under a slightly different name is worth a word.
    /// </summary>
    public static DocumentDraft? CheckSecret(string name, string @namespace, string path, FieldReporter report, DocumentIndex index)
    {
        if (name.Length == 0 || @namespace.Length == 0)
            return null;
        var kind = PlatformKinds.Secret.Kind;
        if (index.Find(kind, @namespace, name) is not { } secret)
        {
            if (NearName.Find(name, index.Names(kind, @namespace)) is { } near)
                report.Warning(path, "no Secret of this name among the manifests", near);
            return null;
        }

        if (secret.Binding.HasErrors)
            report.Error(path, $"Secret '{name}' is itself invalid, see {secret.Identity.Location}");
        return secret;
    }

    /// <summary>"one of 'a', 'b'", or null if there is none.</summary>
    public static string? OneOf(IReadOnlyList<string> names) => names.Count switch
    {
        0 => null,
        1 => $"'{names[0]}'",
        _ => "one of " + string.Join(", ", names.Take(20).Select(name => $"'{name}'")) + (names.Count > 20 ? ", …" : ""),
    };
}
