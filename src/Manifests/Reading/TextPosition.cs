using System.Buffers;

namespace Inference.Manifests.Reading;

/// <summary>Finds what may not stand in a YAML text, before the library sees it (it takes U+0000 for the end of the text).</summary>
internal static class TextPosition
{
    private static readonly SearchValues<char> s_forbidden = SearchValues.Create(
        [.. Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(IsForbiddenControl), '\uFFFE', '\uFFFF']);

    public static (int Line, int Column, int Code)? FindForbidden(string text)
    {
        var index = text.AsSpan().IndexOfAny(s_forbidden);
        if (index < 0)
            return null;
        var (line, column) = Of(text.AsSpan(0, index));
        return (line, column, text[index]);
    }

    /// <summary>The place right after a text, counted from 1.</summary>
    public static (int Line, int Column) Of(ReadOnlySpan<char> before)
    {
        var line = 1;
        var column = 1;
        for (var i = 0; i < before.Length; i++)
        {
            if (before[i] == '\n' || before[i] == '\r' && !(i + 1 < before.Length && before[i + 1] == '\n'))
                (line, column) = (line + 1, 1);
            else
                column++;
        }

        return (line, column);
    }

    private static bool IsForbiddenControl(char character) => char.IsControl(character) && character is not ('\t' or '\n' or '\r' or '\u0085');
}
