using System.Text;

namespace Inference.Manifests;

/// <summary>The path rule that containers' paths, parts of boxes and uploaded files share.</summary>
internal static class PathSegments
{
    public const int LongestPath = 1024;
    private const int LongestSegment = 255;

    // where a folder box keeps what is not whole yet
    private const string PartialFolder = ".inference-partial";

    /// <summary>
    /// Segments between slashes, in Unicode's form C: none empty, <c>.</c> or <c>..</c>, no backslash, no control character, no half of a surrogate pair, none over
    /// 255 bytes of UTF-8.
    /// </summary>
    public static bool AreSafe(string path) => !HasForbidden(path) && Array.TrueForAll(path.Split('/'), IsSafe) && ComposedForm.IsC(path);

    public static bool IsTooLong(string path) => path.Length > LongestPath || Encoding.UTF8.GetByteCount(path) > LongestPath;

    private static bool IsSafe(string segment) =>
        segment is not ("" or "." or ".." or PartialFolder or { Length: > LongestSegment }) && Encoding.UTF8.GetByteCount(segment) <= LongestSegment;

    private static bool HasForbidden(string path)
    {
        for (var i = 0; i < path.Length; i++)
        {
            if (char.IsHighSurrogate(path[i]) && i + 1 < path.Length && char.IsLowSurrogate(path[i + 1]))
                i++;
            else if (char.IsSurrogate(path[i]) || char.IsControl(path[i]) || path[i] is '\\' or '\uFFFE' or '\uFFFF')
                return true;
        }

        return false;
    }
}
