namespace Inference.Boxes;

/// <summary>What a part of a box holds at one moment.</summary>
/// <param name="Store">The box.</param>
/// <param name="Part">The part of it.</param>
/// <param name="Files">Everything below, with the names it has in the box.</param>
/// <param name="Stamp">Another one when any file was added, removed or stored again, and for another box.</param>
public sealed record MountListing(IBoxStore Store, BoxPrefix Part, IReadOnlyList<BoxEntry> Files, string Stamp)
{
    public long Bytes => Files.Sum(file => file.Size);

    /// <summary>Names of the box and the part: what a snapshot replaces another of.</summary>
    internal string Source => SourceOf(Store, Part);

    internal static string SourceOf(IBoxStore store, BoxPrefix part) => $"{store.Description}\n{part}";
}
