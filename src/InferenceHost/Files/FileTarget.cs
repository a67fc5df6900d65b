using System.Diagnostics.CodeAnalysis;
using Inference.Boxes;
using Inference.Contracts;

namespace InferenceHost.Files;

/// <summary>
/// What a request to the file API names: <c>/{namespace}/files/{box}/{path}</c>, the path inside the caller's own part of the box. Read from the request line as
/// it came, each segment decoded once and by itself, since a server that decodes first and then removes dots lets paths wander.
/// </summary>
/// <param name="Box">The DataBox.</param>
/// <param name="Kind">Which of the two paths counts.</param>
internal sealed record FileTarget(string Box, FileTargetKind Kind)
{
    private const string Word = "files";
    private const int SegmentsBefore = 4;

    /// <summary>Of a file.</summary>
    public BoxPath File { get; private init; }

    /// <summary>Of a group; the whole for a box.</summary>
    public BoxPrefix Group { get; private init; }

    /// <summary>Whether the request line is the file API's to answer.</summary>
    public static bool IsMeant(ReadOnlySpan<char> rawTarget)
    {
        var path = WithoutQuery(rawTarget);
        if (path.Length < 2 || path[0] != '/' || path[1..].IndexOf('/') is not (> 0 and var second))
            return false;
        var rest = path[(second + 2)..];
        return rest.StartsWith(Word, StringComparison.Ordinal) && (rest.Length == Word.Length || rest[Word.Length] == '/');
    }

    /// <summary>The namespace of a target that <see cref="IsMeant"/>, as it came: a label has nothing to decode.</summary>
    public static string NamespaceOf(string rawTarget) => rawTarget[1..rawTarget.IndexOf('/', 1)];

    /// <param name="rawTarget">One that <see cref="IsMeant"/>.</param>
    /// <param name="target">What it names.</param>
    /// <param name="error">Why it can name nothing.</param>
    public static bool TryParse(string rawTarget, [NotNullWhen(true)] out FileTarget? target, [NotNullWhen(false)] out InferenceError? error)
    {
        target = null;
        var raw = WithoutQuery(rawTarget).ToString().Split('/');
        var segments = new string[raw.Length];
        for (var i = 0; i < raw.Length; i++)
        {
            if (!RawSegment.TryDecode(raw[i], out segments[i], out var problem))
            {
                error = new InferenceError(ErrorCode.InvalidInput, $"segment {i} of the path {problem}");
                return false;
            }
        }

        if (segments.Length < SegmentsBefore || segments[3].Length == 0)
        {
            error = new InferenceError(ErrorCode.NotFound, "no box is named: expected /{namespace}/files/{box}/{group}/{file}");
            return false;
        }

        target = Parse(segments[3], segments.AsSpan(SegmentsBefore), out var invalid);
        error = invalid is null ? null : new InferenceError(ErrorCode.InvalidInput, invalid.Message);
        return target is not null;
    }

    private static FileTarget? Parse(string box, ReadOnlySpan<string> segments, out BoxError? error)
    {
        error = null;
        var path = string.Join('/', segments!);
        if (path.Length == 0)
            return new FileTarget(box, FileTargetKind.Box);
        if (segments.Length > 1 && segments[^1].Length > 0)
            return BoxPath.TryParse(path, out var file, out error) ? new FileTarget(box, FileTargetKind.File) { File = file } : null;
        return BoxPrefix.TryParse(path, out var group, out error) ? new FileTarget(box, FileTargetKind.Group) { Group = group } : null;
    }

    private static ReadOnlySpan<char> WithoutQuery(ReadOnlySpan<char> rawTarget) => rawTarget.IndexOf('?') is >= 0 and var query ? rawTarget[..query] : rawTarget;
}
