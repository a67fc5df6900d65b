namespace Inference.Manifests;

/// <summary>One segment of a URL's path that needs no escaping: letters, digits, '-', '_', '.' and '~', and is not <c>.</c> or <c>..</c>.</summary>
internal static class UrlSegment
{
    /// <summary><c>/{namespace}/files/...</c> is the file API's.</summary>
    public const string FileApi = "files";

    private const int Longest = 63;

    public static bool IsValid(string text)
        => text.Length is > 0 and <= Longest && text is not ("." or "..")
            && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' or '~');
}
