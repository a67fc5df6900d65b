using System.Diagnostics.CodeAnalysis;
using Inference.Boxes.Paths;

namespace Inference.Boxes;

/// <summary>
/// The name of a file in a box: segments between slashes, relative, in Unicode's normalisation form C. No segment is empty, <c>.</c> or <c>..</c>, longer
/// than 255 bytes; no backslash, no control character; at most 1024 bytes together.
/// </summary>
public readonly record struct BoxPath
{
    private readonly string? value;

    private BoxPath(string value) => this.value = value;

    /// <exception cref="InvalidOperationException">This is <c>default</c>, which names nothing.</exception>
    public string Value => value ?? throw new InvalidOperationException("a default BoxPath names nothing");

    /// <summary>The last segment.</summary>
    public string Name => Value[(Value.LastIndexOf('/') + 1)..];

    /// <summary>The group it lies in.</summary>
    public BoxPrefix Group => BoxPrefix.Above(this);

    public static bool TryParse(string? text, out BoxPath path, [NotNullWhen(false)] out BoxError? error)
    {
        var problem = PathRule.FindProblem(text ?? "");
        path = problem is null ? new BoxPath(text!) : default;
        error = problem is null ? null : BoxError.InvalidPath(text, problem);
        return problem is null;
    }

    /// <summary>For names that are known to be right.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static BoxPath Parse(string text) => TryParse(text, out var path, out var error) ? path : throw new FormatException(error.Message);

    public override string ToString() => value ?? "";

    /// <summary>Of parts that were checked.</summary>
    internal static BoxPath Unchecked(string text) => new(text);
}
