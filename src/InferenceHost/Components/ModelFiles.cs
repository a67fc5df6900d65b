using Inference.Contracts;

namespace InferenceHost.Components;

/// <summary>
/// The files of a model as they lie in the box at one moment: names, sizes and times. Two looks that are equal saw the same files, as far as can be told
/// without reading them.
/// </summary>
internal sealed class ModelFiles : IEquatable<ModelFiles>
{
    private const int MostFiles = 10_000;
    private readonly Entry[] entries;

    private ModelFiles(string root, string modelName, Entry[] entries)
    {
        Root = root;
        ModelName = modelName;
        this.entries = entries;
        foreach (var entry in entries)
            NewestWrite = entry.WrittenUtc > NewestWrite ? entry.WrittenUtc : NewestWrite;
    }

    /// <summary>The folder that the relative paths start from.</summary>
    public string Root { get; }

    /// <summary>The model file's name in <see cref="Root"/>; empty where the folder itself is the model.</summary>
    public string ModelName { get; }

    public IEnumerable<string> RelativePaths => entries.Select(entry => entry.Path);

    /// <summary>When the last of them was written.</summary>
    public DateTime NewestWrite { get; }

    /// <summary>Looks at the files now. Null where there is no model; an error where there is something that must not be loaded.</summary>
    /// <param name="spec">Says where.</param>
    /// <param name="last">What was there before: while the model file is the same it needs the same files beside it, and is not read for that again.</param>
    public static (ModelFiles? Files, InferenceError? Error) Look(ComponentSpec spec, ModelFiles? last)
    {
        try
        {
            var path = spec.ModelPath;
            if (Directory.Exists(path))
                return Collect(spec, path, modelName: "", [.. Below(path)]);
            if (!File.Exists(path))
                return default;
            var (root, name) = (Path.GetDirectoryName(path)!, Path.GetFileName(path));
            if (last is not null && last.Root == root && last.ModelName == name && last.entries[0] == Entry.Of(name, new FileInfo(path)))
                return Collect(spec, root, name, [.. last.RelativePaths]);
            return spec.Loader.Loader.FindCompanions(path).TryGet(out var companions, out var error)
                ? Collect(spec, root, name, [name, .. companions])
                : (null, error);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, new InferenceError(ErrorCode.ModelUnloadable, $"the model's files cannot be read: {e.Message}"));
        }
    }

    public bool Equals(ModelFiles? other) =>
        other is not null && Root == other.Root && ModelName == other.ModelName && entries.AsSpan().SequenceEqual(other.entries);

    public override bool Equals(object? obj) => Equals(obj as ModelFiles);

    public override int GetHashCode() => HashCode.Combine(Root, ModelName, entries.Length);

    private static IEnumerable<string> Below(string folder) =>
        Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
            .Take(MostFiles + 1)
            .Select(file => Path.GetRelativePath(folder, file))
            .Order(StringComparer.Ordinal);

    private static (ModelFiles? Files, InferenceError? Error) Collect(ComponentSpec spec, string root, string modelName, string[] paths)
    {
        if (paths.Length > MostFiles)
            return (null, Refusal($"the model's folder holds more than {MostFiles} files: name the model's own folder in modelPath"));
        var entries = new Entry[paths.Length];
        for (var i = 0; i < paths.Length; i++)
        {
            var file = new FileInfo(Path.Combine(root, paths[i]));
            if (!file.Exists)
                return (null, Refusal($"the model needs the file '{paths[i]}' beside it, and it is not there: put it into the same folder"));
            if (file.ResolveLinkTarget(returnFinalTarget: true) is { } target && !IsBelow(target.FullName, spec.MountRoot))
                return (null, Refusal($"'{paths[i]}' is a link that leads out of the box: put the file itself there"));
            entries[i] = Entry.Of(paths[i], file);
        }

        return (new ModelFiles(root, modelName, entries), null);
    }

    private static InferenceError Refusal(string message) => new(ErrorCode.ModelUnloadable, message);

    private static bool IsBelow(string path, string folder) =>
        path.StartsWith(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private readonly record struct Entry(string Path, long Size, DateTime WrittenUtc)
    {
        public static Entry Of(string path, FileInfo file) => new(path, file.Length, file.LastWriteTimeUtc);
    }
}
