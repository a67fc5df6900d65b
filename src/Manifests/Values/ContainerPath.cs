namespace Inference.Manifests;

/// <summary>
/// An absolute path inside a container, normalised: <c>/home/ocr/weights</c>. It has no empty, <c>.</c> or <c>..</c> segment, no backslash
/// and no control character, and no slash at its end. A local run maps it below the component's own root.
/// </summary>
public readonly record struct ContainerPath
{
    private readonly string? _value;

    private ContainerPath(string value) => _value = value;

    public string Value => _value ?? "/";

    /// <summary>The path without its leading slash: what to append to the component's root.</summary>
    public string BelowRoot => Value[1..];

    /// <summary>One slash at the end is taken and dropped.</summary>
    public static bool TryParse(string text, out ContainerPath path)
    {
        // what was read is never the default, which stands for a path that is missing
        path = text == "/" ? new ContainerPath(text) : default;
        if (text == "/")
            return true;
        var trimmed = text.EndsWith('/') ? text[..^1] : text;
        if (!trimmed.StartsWith('/') || PathSegments.IsTooLong(trimmed) || !PathSegments.AreSafe(trimmed.Substring(1)))
            return false;
        path = new ContainerPath(trimmed);
        return true;
    }

    /// <summary>It is that path or something below it.</summary>
    public bool IsWithin(ContainerPath folder)
        => folder.Value == "/" || Value == folder.Value
            || Value.StartsWith(folder.Value, StringComparison.Ordinal) && Value[folder.Value.Length] == '/';

    public override string ToString() => Value;
}
