using System.Diagnostics.CodeAnalysis;
using Inference.Boxes.Paths;
using Inference.Manifests;

namespace Inference.Boxes;

/// <summary>A part of a box: the whole of it (<c>default</c>), or a group, under the rule of <see cref="BoxPath"/>.</summary>
public readonly record struct BoxPrefix
{
    private readonly string? group;

    private BoxPrefix(string group) => this.group = group;

    public static BoxPrefix Whole => default;

    /// <summary>What every path in it begins with: empty, or ending in a slash.</summary>
    public string Value => group is null ? "" : group + "/";

    public bool IsWhole => group is null;

    /// <summary>The last segment; empty for the whole.</summary>
    public string Name => group is null ? "" : group[(group.LastIndexOf('/') + 1)..];

    /// <summary>Empty is the whole; one slash at the end is passed over.</summary>
    public static bool TryParse(string? text, out BoxPrefix prefix, [NotNullWhen(false)] out BoxError? error)
    {
        prefix = default;
        error = null;
        if (string.IsNullOrEmpty(text))
            return true;
        var trimmed = text.EndsWith('/') ? text[..^1] : text;
        var problem = PathRule.FindProblem(trimmed);
        if (problem is null)
            prefix = new BoxPrefix(trimmed);
        else
            error = BoxError.InvalidPath(text, problem);
        return problem is null;
    }

    /// <summary>A manifest's part of a box; false where the rule for boxes is the stricter one.</summary>
    public static bool TryFrom(SubPath path, out BoxPrefix prefix, [NotNullWhen(false)] out BoxError? error) => TryParse(path.Value, out prefix, out error);

    /// <summary>For names that are known to be right.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static BoxPrefix Parse(string text) => TryParse(text, out var prefix, out var error) ? prefix : throw new FormatException(error.Message);

    /// <summary>A path inside this part; false if the two together are too long.</summary>
    public bool TryJoin(BoxPath inner, out BoxPath path, [NotNullWhen(false)] out BoxError? error) =>
        BoxPath.TryParse(Value + inner.Value, out path, out error);

    /// <summary>A group inside this part; false if the two together are too long.</summary>
    public bool TryJoin(BoxPrefix inner, out BoxPrefix prefix, [NotNullWhen(false)] out BoxError? error) =>
        TryParse(Value + inner.Value, out prefix, out error);

    public bool Holds(BoxPath path) => path.Value.StartsWith(Value, StringComparison.Ordinal);

    /// <summary>The path as seen from inside this part, which must hold it.</summary>
    public BoxPath Strip(BoxPath path) => Holds(path) ? BoxPath.Unchecked(path.Value[Value.Length..]) : throw new ArgumentException($"'{path}' is not in '{this}'", nameof(path));

    public override string ToString() => Value;

    internal static BoxPrefix Above(BoxPath path) => path.Value.LastIndexOf('/') is > 0 and var slash ? new BoxPrefix(path.Value[..slash]) : default;

    internal static BoxPrefix Unchecked(string group) => group.Length == 0 ? default : new BoxPrefix(group);
}
