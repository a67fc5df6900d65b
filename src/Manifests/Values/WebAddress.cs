namespace Inference.Manifests;

/// <summary>Addresses of servers and origins of web pages.</summary>
internal static class WebAddress
{
    private const int Longest = 2048;

    /// <summary>An absolute http or https URL with a host, and without user, query and fragment.</summary>
    public static bool IsUrl(string text)
        => text.Length <= Longest
            && !text.Any(character => char.IsControl(character) || char.IsWhiteSpace(character) || character is '\\' or '@' or '?' or '#')
            && Uri.TryCreate(text, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            && text.StartsWith(url.Scheme + "://", StringComparison.OrdinalIgnoreCase)
            && url.Host.Length > 0;

    /// <summary>https, or http to this machine itself: what tokens may be checked against.</summary>
    public static bool IsSafeUrl(string text) => IsUrl(text) && (new Uri(text).Scheme == Uri.UriSchemeHttps || new Uri(text).IsLoopback);

    /// <summary>
    /// An origin exactly as a browser sends it in <c>Origin</c> (RFC 6454): scheme, host, and the port unless it is the scheme's own; or <c>*</c>.
    /// </summary>
    public static bool IsOrigin(string text) => text == "*" || IsUrl(text) && ToOrigin(text) == text;

    /// <summary>The origin of a URL, or null.</summary>
    public static string? ToOrigin(string text) => IsUrl(text) ? new Uri(text).GetLeftPart(UriPartial.Authority).ToLowerInvariant() : null;
}
