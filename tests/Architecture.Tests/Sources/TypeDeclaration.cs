using System.Text.RegularExpressions;

namespace Inference.Architecture.Tests.Sources;

/// <summary>A type that a file declares.</summary>
internal sealed partial record TypeDeclaration(string Name, bool IsTopLevel)
{
    // words that may follow class, struct or record where those declare nothing (a constraint, a variable called record)
    private static readonly HashSet<string> NotNames = ["where", "when", "with", "is", "in", "and", "or", "not", "switch", "as"];

    /// <param name="code">Without comments and strings.</param>
    public static IReadOnlyList<TypeDeclaration> In(string code)
    {
        var types = new List<TypeDeclaration>();
        var blocks = new Stack<bool>();
        foreach (Match match in Landmarks().Matches(code))
        {
            if (match.Groups["namespace"].Success)
                blocks.Push(true);
            else if (match.Value == "{")
                blocks.Push(false);
            else if (match.Value == "}")
                blocks.TryPop(out _);
            else if (!NotNames.Contains(match.Groups["name"].Value))
                types.Add(new TypeDeclaration(match.Groups["name"].Value, blocks.All(isNamespace => isNamespace)));
        }

        return types;
    }

    [GeneratedRegex(
        @"(?<namespace>\bnamespace\s+[\w.]+\s*\{)|\{|\}"
        + @"|(?<![\w.@])(class|struct|interface|enum|record(\s+(class|struct))?)\s+(?!class\b|struct\b)(?<name>[A-Za-z_]\w*)"
        + @"|(?<![\w.@])delegate\s+(?![*(])[\w.<>\[\],?\s]+?\s(?<name>[A-Za-z_]\w*)\s*(<[\w\s,]+>)?\s*\(",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Landmarks();
}
