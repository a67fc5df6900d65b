namespace Inference.Manifests;

/// <summary>The path rule that containers' paths, parts of boxes and uploaded files share.</summary>
internal static class PathSegments
{
    public const int LongestPath = 1024;
    private const int LongestSegment = 255;

    /// <summary>Segments between slashes: none empty, <c>.</c> or <c>..</c>, no backslash, no control character, none over 255 characters.</summary>
    public static bool AreSafe(string path) => !path.Any(IsForbidden) && Array.TrueForAll(path.Split('/'), IsSafe);

    private static bool IsSafe(string segment) => segment is not ("" or "." or ".." or { Length: > LongestSegment });

    private static bool IsForbidden(char character) => character == '\\' || char.IsControl(character);
}
