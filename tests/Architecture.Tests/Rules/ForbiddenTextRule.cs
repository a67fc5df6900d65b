using System.Text.RegularExpressions;

namespace Inference.Architecture.Tests.Rules;

internal static class ForbiddenTextRule
{
    /// <param name="path">Of the file, for the message.</param>
    /// <param name="text">A binary file's bytes read as Latin-1 will do.</param>
    /// <param name="forbidden">What must not match.</param>
    public static IEnumerable<string> Check(string path, string text, Regex[] forbidden) =>
        from pattern in forbidden
        from match in pattern.Matches(text)
        let line = text.AsSpan(0, match.Index).Count('\n') + 1
        select $"{path}:{line}: holds {match.Value}";
}
