namespace Inference.Manifests.Reading;

/// <summary>All entries as written, duplicates too.</summary>
internal sealed class MappingNode(IReadOnlyList<MappingEntry> entries, int line, int column) : Node(line, column)
{
    public IReadOnlyList<MappingEntry> Entries { get; } = entries;

    public override long Weight { get; } = Sum(entries.Select(entry => entry.Value)) + entries.Count;

    /// <summary>The first entry of that name, or null.</summary>
    public MappingEntry? Find(string key)
    {
        foreach (var entry in Entries)
        {
            if (entry.Key.Text == key)
                return entry;
        }

        return null;
    }

    public override string Describe(bool hideValue) => "an object";
}
