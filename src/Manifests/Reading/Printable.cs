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
            if (Rune.IsControl(rune) || rune.Value is 0x2028 or 0x2029 or 0xFFFE or 0xFEFF)
                shown.Append($"\\u{rune.Value:x4}");
            else
                shown.Append(rune);
        }

        return shown.ToString();
    }
}
