using System.Globalization;
using System.Text;

namespace InferenceHost.Components;

/// <summary>Makes what a caller sent fit for a message: in single quotes, what cannot be seen escaped, what is too long cut.</summary>
internal static class Quoted
{
    /// <summary>Characters of the caller's that a message repeats.</summary>
    public const int Most = 100;

    public static string Of(ReadOnlySpan<byte> utf8)
    {
        // four bytes a character at most, and a few more so that the cut is seen
        var cut = utf8.Length > (Most * 4) + 4 ? utf8[..((Most * 4) + 4)] : utf8;
        return Of(Encoding.UTF8.GetString(cut));
    }

    public static string Of(string text) => $"'{Clean(text)}'";

    /// <summary>The same without the quotes.</summary>
    public static string Clean(string text)
    {
        var quoted = new StringBuilder(Math.Min(text.Length, Most) + 2);
        var taken = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (taken++ == Most)
                return quoted.Append('…').ToString();
            if (IsVisible(rune))
                quoted.Append(rune.ToString());
            else
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}");
        }

        return quoted.ToString();
    }

    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse);
}
