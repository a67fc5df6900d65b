using System.Text;

namespace Inference.Manifests;

/// <summary>
/// One thing to say about one place of a manifest. Never holds a value of a Secret.
/// </summary>
/// <param name="Severity">Whether the document can be used.</param>
/// <param name="Location">Where.</param>
/// <param name="Path">The field, as in <c>spec.connectedBoxes[0].path</c>; empty for what concerns a whole file or document.</param>
/// <param name="Problem">What is wrong, in a few words; may be empty when <see cref="Expected"/> says it all.</param>
public sealed record Diagnostic(Severity Severity, SourceLocation Location, string Path, string Problem)
{
    internal static readonly Comparer<Diagnostic> ByLocation = Comparer<Diagnostic>.Create((left, right) => left.Location.CompareTo(right.Location));

    /// <summary>What would have been right.</summary>
    public string? Expected { get; init; }

    /// <summary>What stood there instead.</summary>
    public string? Found { get; init; }

    /// <summary>The name or value that was most likely meant.</summary>
    public string? Suggestion { get; init; }

    /// <summary>The whole sentence, without place and path.</summary>
    public string Message
    {
        get
        {
            var text = new StringBuilder(Problem);
            Append(text, Expected, "expected ", "");
            Append(text, Found, "found ", "");
            Append(text, Suggestion, "did you mean '", "'?");
            return text.ToString();
        }
    }

    /// <summary>One line: <c>digits.yaml:12:7: error: spec.published: expected true or false, found the string "true"</c>; of an object of a cluster, its name stands in place of the file and there is no line.</summary>
    public override string ToString()
    {
        var severity = Severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "note" };
        return Path.Length == 0 ? $"{Location}: {severity}: {Message}" : $"{Location}: {severity}: {Path}: {Message}";
    }

    private static void Append(StringBuilder text, string? part, string before, string after)
    {
        if (part is null)
            return;
        text.Append(text.Length == 0 ? "" : ", ").Append(before).Append(part).Append(after);
    }
}
