using System.Text;

namespace Inference.Manifests;

/// <summary>A name as RFC 1123 and Kubernetes have it: up to 63 small letters, digits and hyphens, no hyphen at either end.</summary>
public static class DnsLabel
{
    public const int Longest = 63;

    public static bool IsValid(string text)
        => text.Length is > 0 and <= Longest && text.All(character => IsLetterOrDigit(character) || character == '-')
            && text[0] != '-' && text[^1] != '-';

    /// <summary>The nearest label: small letters, a hyphen for every run of anything else, cut to length. Null if nothing is left.</summary>
    public static string? FromText(string text)
    {
        var label = new StringBuilder();
        foreach (var character in text.ToLowerInvariant())
        {
            if (IsLetterOrDigit(character))
                label.Append(character);
            else if (label.Length > 0 && label[^1] != '-')
                label.Append('-');
            if (label.Length == Longest)
                break;
        }

        var trimmed = label.ToString().TrimEnd('-');
        return trimmed.Length == 0 ? null : trimmed;
    }

    private static bool IsLetterOrDigit(char character) => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character);
}
