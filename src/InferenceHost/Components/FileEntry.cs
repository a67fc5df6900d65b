namespace InferenceHost.Components;

/// <summary>A file of a box as it lay there at one moment.</summary>
/// <param name="Path">Where it goes in the component's private copy.</param>
/// <param name="Source">Where it lies in the box.</param>
/// <param name="Stamp">Size and time.</param>
internal readonly record struct FileEntry(string Path, string Source, FileStamp Stamp);
