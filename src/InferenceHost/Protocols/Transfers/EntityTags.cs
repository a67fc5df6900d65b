using Inference.Boxes;

namespace InferenceHost.Protocols.Transfers;

/// <summary>ETags in headers (RFC 9110, 8.8.3 and 13.1).</summary>
internal static class EntityTags
{
    private const string Any = "*";

    public static string Quote(string tag) => $"\"{tag}\"";

    /// <summary>Whether the caller has the file already: <c>If-None-Match</c>, compared weakly.</summary>
    public static bool IsKnown(IHeaderDictionary headers, string tag)
    {
        foreach (var one in headers.IfNoneMatch.ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (one == Any || (one.StartsWith("W/", StringComparison.Ordinal) ? one[2..] : one) == Quote(tag))
                return true;
        }

        return false;
    }

    /// <summary>How a body is to be stored; null where the conditions are none that can be kept.</summary>
    public static PutOptions? ReadPutOptions(IHeaderDictionary headers, long? length)
    {
        var options = PutOptions.Default with { Length = length };
        var (match, noneMatch) = (headers.IfMatch.ToString(), headers.IfNoneMatch.ToString());
        return (match, noneMatch) switch
        {
            ("", "") => options,
            ("", Any) => options with { IfAbsent = true },
            (_, "") when Unquote(match) is { } tag => options with { IfETag = tag },
            _ => null,
        };
    }

    /// <summary>One strong tag without its quotes; null for anything else.</summary>
    public static string? Unquote(string header) =>
        header.Length > 2 && header[0] == '"' && header[^1] == '"' && !header.AsSpan(1, header.Length - 2).Contains('"') ? header[1..^1] : null;
}
