using System.Text;
using Inference.Manifests;

namespace Inference.Boxes.Paths;

/// <summary>
/// What a name in a box may be. It holds for every store alike, so that what was stored in one can be moved to another, and so that no name can mean
/// a place outside the box.
/// </summary>
internal static class PathRule
{
    public const int LongestPath = 1024;
    public const int LongestSegment = 255;

    /// <summary>Where a folder store keeps what is not whole yet; no path may have such a segment.</summary>
    public const string PartialFolder = ".inference-partial";

    /// <summary>Null if the path is right; otherwise what is wrong with it, without the path itself.</summary>
    public static string? FindProblem(string path)
    {
        if (path.Length == 0)
            return "it is empty; a path is segments between slashes, such as group/file.csv";
        if (path.Length > LongestPath || Encoding.UTF8.GetByteCount(path) > LongestPath)
            return $"it is longer than {LongestPath} bytes of UTF-8";
        return FindBadCharacter(path) ?? FindBadSegment(path)
            ?? (ComposedForm.IsC(path) ? null : "it is not in Unicode's normalisation form C; write letters with their accents as one character");
    }

    private static string? FindBadCharacter(string path)
    {
        for (var i = 0; i < path.Length; i++)
        {
            var character = path[i];
            if (char.IsHighSurrogate(character) && i + 1 < path.Length && char.IsLowSurrogate(path[i + 1]))
                i++;
            else if (char.IsSurrogate(character))
                return $"character {i + 1} is half of a surrogate pair";
            else if (character == '\\')
                return $"character {i + 1} is a backslash; segments are parted by /";
            else if (char.IsControl(character) || character is '\uFFFE' or '\uFFFF')
                return $"character {i + 1} is the control character U+{(int)character:X4}";
        }

        return null;
    }

    private static string? FindBadSegment(string path)
    {
        foreach (var segment in path.Split('/'))
        {
            if (segment.Length == 0)
                return "it has an empty segment: no slash at the beginning, at the end, or beside another";
            if (segment is "." or "..")
                return $"it has the segment '{segment}'; only names are allowed";
            if (segment == PartialFolder)
                return $"the name {PartialFolder} is the store's own";
            if (Encoding.UTF8.GetByteCount(segment) > LongestSegment)
                return $"a segment is longer than {LongestSegment} bytes of UTF-8";
        }

        return null;
    }
}
