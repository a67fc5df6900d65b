namespace Inference.Manifests;

/// <summary>
/// A bucket's name as S3 has it: 3 to 63 small letters, digits, hyphens and single dots, a letter or digit at both ends, no IPv4 address.
/// Source: Amazon S3 user guide, "Bucket naming rules".
/// </summary>
internal static class BucketName
{
    public static bool IsValid(string text)
        => text.Length is >= 3 and <= 63
            && text.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character is '-' or '.')
            && char.IsAsciiLetterOrDigit(text[0]) && char.IsAsciiLetterOrDigit(text[^1])
            && !text.Contains("..", StringComparison.Ordinal)
            && !text.All(character => char.IsAsciiDigit(character) || character == '.');
}
