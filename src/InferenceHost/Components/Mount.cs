namespace InferenceHost.Components;

/// <summary>A part of a box that a component sees.</summary>
/// <param name="Path">Where it is mounted, as a path below the component's root: <c>home/ocr/weights</c>.</param>
/// <param name="Folder">Where it lies on this machine: files must not reach out of it.</param>
internal sealed record Mount(string Path, string Folder);
