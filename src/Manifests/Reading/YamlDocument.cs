namespace Inference.Manifests.Reading;

/// <summary>One document of a file: its value, and where it begins.</summary>
internal sealed record YamlDocument(Node Root, SourceLocation Location)
{
    /// <summary>What makes it invalid as a whole, or null.</summary>
    public string? Problem { get; init; }
}
