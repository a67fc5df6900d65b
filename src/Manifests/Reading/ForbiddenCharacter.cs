namespace Inference.Manifests.Reading;

/// <summary>Finds what may not stand in a YAML text, before the library sees it (it takes U+0000 for the end of the text).</summary>
internal static class ForbiddenCharacter
{
    /// <summary>The offset of the first, or -1.</summary>
    public static int Find(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (IsForbidden(text[i]))
                return i;
        }

        return -1;
    }

    private static bool IsForbidden(char character)
        => char.IsControl(character) ? character is not ('\t' or '\n' or '\r' or '\u0085') : character is '\uFFFE' or '\uFFFF';
}
