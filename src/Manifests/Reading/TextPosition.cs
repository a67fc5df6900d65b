namespace Inference.Manifests.Reading;

/// <summary>Finds what may not stand in a YAML text, before the library sees it (it takes U+0000 for the end of the text).</summary>
internal static class TextPosition
{
    public static (int Line, int Column, int Code)? FindForbidden(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!IsForbidden(text[i]))
                continue;
            var (line, column) = Of(text.AsSpan(0, i));
            return (line, column, text[i]);
        }

        return null;
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

    private static bool IsForbidden(char character)
        => char.IsControl(character) ? character is not ('\t' or '\n' or '\r' or '\u0085') : character is '\uFFFE' or '\uFFFF';
}
