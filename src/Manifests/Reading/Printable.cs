using System.Globalization;
using System.Text;

namespace Inference.Manifests.Reading;

/// <summary>Foreign text made fit for one line of a message: short, and without control characters.</summary>
internal static class Printable
{
    private const int Longest = 80;

    public static string Quote(string text) => $"\"{Text(text)}\"";

    public static string Text(string text)
    {
        var shown = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length >= Longest)
                return shown.Append('…').ToString();
            Append(shown, rune);
        }

        return shown.ToString();
    }

    /// <summary>The whole text, in one line.</summary>
    public static string Line(string text)
    {
        var shown = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            Append(shown, rune);
        return shown.ToString();
    }

    // format characters too: some turn the direction of what follows
    private static void Append(StringBuilder shown, Rune rune)
    {
        var isShown = Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned);
        if (isShown)
            shown.Append(rune);
        else
            shown.Append($"\\u{rune.Value:x4}");
    }
}
