namespace Inference.Manifests.Reading;

/// <summary>A file's documents, and what kept others from being read.</summary>
internal sealed record YamlFile(string File, string FilePath, IReadOnlyList<YamlDocument> Documents, IReadOnlyList<Diagnostic> Diagnostics);
