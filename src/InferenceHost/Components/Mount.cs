namespace InferenceHost.Components;

/// <summary>A part of a box that a component sees.</summary>
/// <param name="Path">Where it is mounted, as a path below the component's root: <c>home/ocr/weights</c>.</param>
/// <param name="Folder">Where it lies on this machine: files must not reach out of it.</param>
internal sealed record Mount(string Path, string Folder)
{
    /// <summary>The box's own folder, which <see cref="Folder"/> must really lie in; null where nobody can put a link into it.</summary>
    public string? BoxFolder { get; init; }

    /// <summary>What is to be brought here from a store; null where <see cref="Folder"/> is the box's own.</summary>
    public BoxPart? Part { get; init; }

    /// <summary>What was brought, and lies in <see cref="Folder"/>.</summary>
    public BroughtPart? Brought { get; init; }
}
