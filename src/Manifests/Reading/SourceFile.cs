namespace Inference.Manifests.Reading;

/// <summary>A file to be read.</summary>
/// <param name="File">As diagnostics name it.</param>
/// <param name="Path">Its absolute path.</param>
internal sealed record SourceFile(string File, string Path);
