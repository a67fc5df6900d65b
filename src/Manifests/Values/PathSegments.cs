using System.Buffers;

namespace Inference.Manifests;

/// <summary>The path rule that containers' paths, parts of boxes and uploaded files share.</summary>
internal static class PathSegments
{
    public const int LongestPath = 1024;
    private const int LongestSegment = 255;
    private static readonly SearchValues<char> s_forbidden = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Select(code => (char)code), '\\', '\u007f', .. Enumerable.Range(0x80, 32).Select(code => (char)code)]);

    /// <summary>Segments between slashes: none empty, <c>.</c> or <c>..</c>, no backslash, no control character, none over 255 characters.</summary>
    public static bool AreSafe(ReadOnlySpan<char> path)
    {
        if (path.ContainsAny(s_forbidden))
            return false;
        foreach (var range in path.Split('/'))
        {
            if (path[range] is "" or "." or ".." or { Length: > LongestSegment })
                return false;
        }

        return true;
    }
}
