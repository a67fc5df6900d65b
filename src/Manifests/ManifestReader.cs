using System.Text.Json;
using Inference.Manifests.Documents;
using Inference.Manifests.Reading;

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
    public static ManifestSet ReadFolder(string folder)
    {
        if (File.Exists(folder))
            return ReadFiles([new SourceFile(Path.GetFileName(folder), Path.GetFullPath(folder))], []);
        if (!Directory.Exists(folder))
            return new ManifestSet([], [Say(Severity.Error, folder, "there is no such folder")]);
        var (files, diagnostics) = FolderWalk.Find(folder);
        return files.Count == 0 && diagnostics.Count == 0
            ? new ManifestSet([], [Say(Severity.Warning, folder, "no *.yaml or *.yml file in this folder")])
            : ReadFiles(files, diagnostics);
    }

    /// <summary>The files that <see cref="ReadFolder"/> would read now, by their absolute paths and in its order.</summary>
    /// <param name="folder">As for <see cref="ReadFolder"/>.</param>
    /// <param name="isComplete">False where the folder, or one below it, is not there or cannot be read: what is missing may only be out of reach.</param>
    public static IReadOnlyList<string> FindFiles(string folder, out bool isComplete)
    {
        isComplete = true;
        if (File.Exists(folder))
            return [Path.GetFullPath(folder)];
        isComplete = Directory.Exists(folder);
        if (!isComplete)
            return [];
        var (files, diagnostics) = FolderWalk.Find(folder);
        isComplete = diagnostics.All(diagnostic => diagnostic.Severity != Severity.Error);
        return [.. files.Select(file => file.Path)];
    }

    /// <summary>The same as <see cref="ReadFolder"/> for texts that are already in memory. A file need not exist; what is relative to it is resolved as if it did.</summary>
    public static ManifestSet ReadTexts(IEnumerable<(string File, string Text)> texts)
        => ManifestAssembly.Assemble(texts.Select(text => YamlParser.Parse(text.File, Path.GetFullPath(text.File), text.Text)), []);

    /// <summary>
    /// The same as <see cref="ReadTexts"/> for objects as a Kubernetes API server gives them, with all that it keeps in <c>metadata</c>, and <c>status</c>.
    /// There is no folder: <c>folder.path</c> stays as written. What lives on is made of copies: the elements may be disposed of afterwards.
    /// </summary>
    /// <param name="objects"><c>File</c> is how diagnostics name the object, such as <c>MLComponent digits/digits</c>.</param>
    public static ManifestSet ReadObjects(IEnumerable<(string File, JsonElement Object)> objects)
        => ManifestAssembly.Assemble(objects.Select(item => JsonNodes.Read(item.File, item.Object)), []);

    /// <summary>
    /// What a bare ONNX file means: a component of its name in namespace <c>default</c>, published under that name for everybody on
    /// this machine, and a box that is the file's folder. The file itself is not looked at. Every place in the result is the file's beginning.
    /// </summary>
    public static ManifestSet ForModelFile(string path)
    {
        var file = Path.GetFileName(path);
        if (!file.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase))
            return new ManifestSet([], [Say(Severity.Error, path, "not an .onnx file: other models need a manifest that says what runs them")]);
        if (DnsLabel.FromText(Path.GetFileNameWithoutExtension(file)) is not { } name)
            return new ManifestSet([], [Say(Severity.Error, path, "no name for a component can be made of this file's name: rename it or write a manifest")]);
        if (!ContainerPath.TryParse("/model/" + file, out _))
            return new ManifestSet([], [Say(Severity.Error, path, "a file name with backslashes or control characters: rename it")]);
        var yaml = YamlParser.ParseFlat(file, Path.GetFullPath(path), ModelFileManifest.Write(name, file));
        return ManifestAssembly.Assemble([yaml], []);
    }

    private static ManifestSet ReadFiles(IReadOnlyList<SourceFile> files, IReadOnlyList<Diagnostic> diagnostics)
    {
        var problems = new List<Diagnostic>(diagnostics);
        var read = new List<YamlFile>();
        foreach (var (file, path) in files)
        {
            var (text, problem) = FileText.Read(file, path);
            if (problem is not null)
                problems.Add(problem);
            if (text is not null)
                read.Add(YamlParser.Parse(file, path, text));
        }

        return ManifestAssembly.Assemble(read, problems);
    }

    private static Diagnostic Say(Severity severity, string file, string problem) => new(severity, new SourceLocation(file, 1, 1), "", problem);
}
