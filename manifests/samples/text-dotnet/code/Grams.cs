namespace Language;

/// <summary>What a text is seen as: every one, two and three characters in a row, in small letters, with one space for whatever is no letter.</summary>
internal static class Grams
{
    public const int Longest = 3;

    /// <summary>Letters and single spaces, with a space at both ends; only a space where there is no letter.</summary>
    public static string Normalize(string text)
    {
        var kept = new System.Text.StringBuilder(" ");
        foreach (var character in text)
        {
            if (char.IsLetter(character))
                kept.Append(char.ToLowerInvariant(character));
            else if (kept[^1] != ' ')
                kept.Append(' ');
        }

        return kept[^1] == ' ' ? kept.ToString() : kept.Append(' ').ToString();
    }

    public static IEnumerable<string> Of(string normalized)
    {
        for (var start = 0; start < normalized.Length; start++)
        {
            for (var length = 1; length <= Longest && start + length <= normalized.Length; length++)
                yield return normalized.Substring(start, length);
        }
    }
}
