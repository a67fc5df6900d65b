namespace Inference.Manifests;

/// <summary>A relative path inside a box or below a folder, normalised: segments under the same rule as <see cref="ContainerPath"/>; empty is the whole.</summary>
public readonly record struct SubPath
{
    private readonly string? _value;

    private SubPath(string value) => _value = value;

    public string Value => _value ?? "";

    public bool IsWhole => Value.Length == 0;

    /// <summary><c>.</c> and the empty text are the whole; a leading <c>./</c> and one slash at the end are dropped.</summary>
    public static bool TryParse(string text, out SubPath path)
    {
        path = default;
        var trimmed = text.StartsWith("./", StringComparison.Ordinal) ? text[2..] : text;
        if (trimmed.Length > 1 && trimmed.EndsWith('/'))
            trimmed = trimmed[..^1];
        if (trimmed is "" or ".")
            return true;
        if (PathSegments.IsTooLong(trimmed) || !PathSegments.AreSafe(trimmed))
            return false;
        path = new SubPath(trimmed);
        return true;
    }

    public override string ToString() => IsWhole ? "." : Value;
}
