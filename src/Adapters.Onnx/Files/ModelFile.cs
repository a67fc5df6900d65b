using Inference.Contracts;

namespace Inference.Adapters.Onnx.Files;

/// <summary>The file a component's <see cref="ModelSource.ModelPath"/> means, opened and looked through before ONNX Runtime sees it.</summary>
internal sealed class ModelFile
{
    // the first words of the text file that Git LFS leaves in place of a file it has not fetched
    private static readonly byte[] LfsPointer = "version https://git-lfs"u8.ToArray();

    private ModelFile(string path, ModelDescription description)
    {
        Path = path;
        Description = description;
    }

    public string Path { get; }

    public string Name => System.IO.Path.GetFileName(Path);

    public string Folder => System.IO.Path.GetDirectoryName(Path)!;

    public ModelDescription Description { get; }

    public static Outcome<ModelFile> Open(string? modelPath)
    {
        if (string.IsNullOrEmpty(modelPath))
            return Unloadable("the component names no model file: set model.modelPath to an .onnx file, or to a folder with one");
        try
        {
            if (Find(System.IO.Path.GetFullPath(modelPath), out var path) is { } notFound)
                return notFound;
            return Read(path, out var description) is { } unreadable ? unreadable : new ModelFile(path, description);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Unloadable($"{NameOf(modelPath)} cannot be read: {e.GetType().Name}; check the file and its permissions");
        }
    }

    private static InferenceError? Find(string modelPath, out string path)
    {
        path = modelPath;
        if (File.Exists(modelPath))
            return null;
        if (!Directory.Exists(modelPath))
            return Unloadable($"{NameOf(modelPath)} does not exist: check model.modelPath and that the file was uploaded");

        string[] names = [.. Directory.EnumerateFileSystemEntries(modelPath).Select(NameOf).Order(StringComparer.Ordinal)];
        string[] models = [.. names.Where(name => name.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase))];
        if (models.Length == 1)
        {
            path = System.IO.Path.Combine(modelPath, models[0]);
            return null;
        }

        return Unloadable(
            $"the folder {NameOf(modelPath)} must hold exactly one .onnx file and holds {models.Length}; it has {List(names)}: set model.modelPath to the file itself");
    }

    private static InferenceError? Read(string path, out ModelDescription description)
    {
        description = new ModelDescription();
        var name = NameOf(path);
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 14);
        if (stream.Length == 0)
            return Unloadable($"{name} is empty: upload it again");
        if (StartsWithLfsPointer(stream))
            return Unloadable($"{name} is a Git LFS pointer, not the model itself: run 'git lfs pull' and upload the file again");

        try
        {
            description = ModelReader.Read(stream);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            return Unloadable($"{name} ({stream.Length} bytes) is not an ONNX model, or is cut off: {e.Message}; upload it again, whole");
        }

        return description.HasGraph ? null : Unloadable($"{name} is not an ONNX model: there is no graph in it");
    }

    private static bool StartsWithLfsPointer(FileStream stream)
    {
        Span<byte> start = stackalloc byte[LfsPointer.Length];
        var read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        return start[..read].SequenceEqual(LfsPointer);
    }

    private static string List(string[] names) => names.Length switch
    {
        0 => "nothing in it",
        <= 10 => string.Join(", ", names),
        _ => $"{string.Join(", ", names.Take(10))} and {names.Length - 10} more",
    };

    private static string NameOf(string path) => System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(path));

    private static InferenceError Unloadable(string message) => new(ErrorCode.ModelUnloadable, message);
}
