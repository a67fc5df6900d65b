namespace InferenceHost.Components;

/// <summary>A file of a box as it lay there at one moment.</summary>
/// <param name="Path">Where it goes in the component's private copy.</param>
/// <param name="Source">Where it lies in the box.</param>
/// <param name="Stamp">Size and time.</param>
internal readonly record struct FileEntry(string Path, string Source, FileStamp Stamp)
{
    /// <summary>Which content it is, where it was brought from a store: wherever it lies then, it never changes. Null for a file of a folder.</summary>
    public string? Content { get; init; }

    public bool Equals(FileEntry other) =>
        Path == other.Path && Stamp == other.Stamp && Content == other.Content && (Content is not null || Source == other.Source);

    public override int GetHashCode() => HashCode.Combine(Path, Stamp, Content);
}
