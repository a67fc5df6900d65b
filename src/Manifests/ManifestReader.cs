namespace Inference.Manifests;

/// <summary>
/// Reads manifests and reports all errors at once. Touches nothing but YAML files; never throws because of what is in them.
/// </summary>
public static class ManifestReader
{
    /// <summary>
    /// Every <c>*.yaml</c> and <c>*.yml</c> under a folder (or the one file, if a file is named), in ordinal order of their
    /// relative paths. Folders and files whose name begins with a dot are passed over.
    /// </summary>
    public static ManifestSet ReadFolder(string folder) => new([], []); // filled in by the next commit

    /// <summary>The same for texts that are already in memory; a file's name need not exist.</summary>
    public static ManifestSet ReadTexts(IEnumerable<(string File, string Text)> texts) => new([], []); // filled in by the next commit

    /// <summary>
    /// What a bare ONNX file means: a component of its name in namespace <c>default</c>, published under that name for everybody,
    /// and a box that is the file's folder. The file itself is not looked at.
    /// </summary>
    public static ManifestSet ForModelFile(string path) => new([], []); // filled in by the next commit
}
