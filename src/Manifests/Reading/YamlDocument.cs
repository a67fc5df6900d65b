namespace Inference.Manifests.Reading;

/// <summary>One document of a file: its value, and where it begins.</summary>
internal sealed record YamlDocument(Node Root, SourceLocation Location);
