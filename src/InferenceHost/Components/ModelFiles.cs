using System.IO.Enumeration;
using Inference.Contracts;
using Inference.Manifests.Reading;

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
            NewestWrite = entry.Stamp.WrittenUtc > NewestWrite ? entry.Stamp.WrittenUtc : NewestWrite;
    }

    /// <summary>The folder that the relative paths start from.</summary>
    public string Root { get; }

    /// <summary>The model file's name in <see cref="Root"/>; empty where the folder itself is the model.</summary>
    public string ModelName { get; }

    public IEnumerable<string> RelativePaths => entries.Select(entry => entry.Path);

    /// <summary>When the last of them was written.</summary>
    public DateTime NewestWrite { get; }

    /// <summary>Why they must not be loaded, as they are; not all of them may have been looked at then.</summary>
    public InferenceError? Refusal { get; private init; }

    /// <summary>Looks at the files now. Null where there is no model.</summary>
    /// <param name="spec">Says where.</param>
    /// <param name="last">What was there before: while the model file is the same it needs the same files beside it, and is not read for that again.</param>
    public static ModelFiles? Look(ComponentSpec spec, ModelFiles? last)
    {
        var path = spec.ModelPath;
        try
        {
            if (Directory.Exists(path))
                return Below(path) is { Length: > 0 } all ? Collect(spec, path, modelName: "", all) : null;
            if (!File.Exists(path))
                return null;
            var (root, name) = (Path.GetDirectoryName(path)!, Path.GetFileName(path));
            var model = new Entry(name, FileStamp.Of(path));
            if (last is { Refusal: null } && last.Root == root && last.ModelName == name && last.entries[0] == model)
                return Collect(spec, root, name, [.. last.RelativePaths]);

            // a pipe or a device has no size and is never opened: that might never end
            if (model.Stamp.Size == 0)
                return new ModelFiles(root, name, [model]) { Refusal = Unloadable($"{name} is empty: upload it again") };
            return spec.Loader.Loader.FindCompanions(path).TryGet(out var companions, out var error)
                ? Collect(spec, root, name, [name, .. companions])
                : new ModelFiles(root, name, [model]) { Refusal = error };
        }
        catch (FileNotFoundException)
        {
            // went away while we looked
            return null;
        }
        catch (Exception e)
        {
            // the box cannot be read, or the adapter is broken: in any case not the end of the component
            return new ModelFiles(path, "", []) { Refusal = Unloadable($"the model's files cannot be read: {e.Message}") };
        }
    }

    public bool Equals(ModelFiles? other) =>
        other is not null && Root == other.Root && ModelName == other.ModelName && Refusal?.Message == other.Refusal?.Message
        && entries.AsSpan().SequenceEqual(other.entries);

    public override bool Equals(object? obj) => Equals(obj as ModelFiles);

    public override int GetHashCode() => HashCode.Combine(Root, ModelName, entries.Length);

    // folders that are links are not entered: two of them in a circle never end
    private static string[] Below(string folder)
    {
        var files = new FileSystemEnumerable<string>(
            folder,
            (ref FileSystemEntry entry) => Path.GetRelativePath(folder, entry.ToFullPath()),
            new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory,
            ShouldRecursePredicate = (ref FileSystemEntry entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        };
        return [.. files.Take(MostFiles + 1).Order(StringComparer.Ordinal)];
    }

    private static ModelFiles Collect(ComponentSpec spec, string root, string modelName, string[] paths)
    {
        var entries = new List<Entry>(paths.Length);
        var mount = new Mount(spec.MountRoot);
        var problem = paths.Length > MostFiles ? $"the model's folder holds more than {MostFiles} files: name the model's own folder in modelPath" : null;
        for (var i = 0; i < paths.Length && problem is null; i++)
        {
            var file = new FileInfo(Path.Combine(root, paths[i]));
            if (!file.Exists)
                problem = $"the model needs the file '{paths[i]}' beside it, and it is not there: put it into the same folder";
            else if (!mount.Holds(file.FullName))
                problem = $"'{paths[i]}' is a link, or behind one, that leads out of the box: put the file itself there";
            else
                entries.Add(new Entry(paths[i], FileStamp.Of(file.FullName)));
        }

        return new ModelFiles(root, modelName, [.. entries]) { Refusal = problem is null ? null : Unloadable(problem) };
    }

    private static InferenceError Unloadable(string message) => new(ErrorCode.ModelUnloadable, message);

    /// <summary>The folder that files must really lie in, with the last folder asked for: thousands of files lie in a few folders.</summary>
    private sealed class Mount(string root)
    {
        private readonly string? real = RealPath.Of("/", root);
        private string? folder;
        private string? realFolder;

        public bool Holds(string file)
        {
            var parent = Path.GetDirectoryName(file)!;
            if (parent != folder)
                (folder, realFolder) = (parent, RealPath.Of("/", parent));
            return real is not null && realFolder is not null && RealPath.Of(realFolder, Path.GetFileName(file)) is { } found
                && found.StartsWith(Path.TrimEndingDirectorySeparator(real) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        }
    }

    private readonly record struct Entry(string Path, FileStamp Stamp);
}
