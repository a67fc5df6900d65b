namespace InferenceHost.Publishing;

/// <summary>Secrets as a pod mounts them, <c>namespace/secret/key</c> files below a folder, at one moment. Printing it gives no part of them.</summary>
internal sealed class MountedSecrets
{
    // what Kubernetes allows
    private const int LargestValue = 1 << 20;
    private const int MostFiles = 10_000;
    private readonly Dictionary<(string Namespace, string Name), Dictionary<string, ReadOnlyMemory<byte>>> secrets = [];

    private MountedSecrets(string? folder) => Folder = folder;

    public static MountedSecrets None { get; } = new(folder: null);

    /// <summary>Where they are; null where no such folder was given.</summary>
    public string? Folder { get; }

    /// <summary>Values by key; null where there is no such Secret.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>>? Find(string space, string name) => secrets.GetValueOrDefault((space, name));

    /// <summary>Reads all there are. What cannot be read is as if it were not there.</summary>
    public static MountedSecrets Read(string? folder)
    {
        var read = new MountedSecrets(folder);
        foreach (var file in Files(folder))
        {
            if (TryReadValue(file.FullPath) is not { } value)
                continue;
            if (!read.secrets.TryGetValue((file.Namespace, file.Name), out var values))
                read.secrets[(file.Namespace, file.Name)] = values = [];
            values[file.Key] = value;
        }

        return read;
    }

    /// <summary>Equal for equal files: names, sizes and times. No value is read.</summary>
    public static int StampOf(string? folder)
    {
        var hash = default(HashCode);
        foreach (var file in Files(folder))
        {
            hash.Add(file.FullPath);
            hash.Add(file.Stamp);
        }

        return hash.ToHashCode();
    }

    // one level is as good as another: a name that begins with a dot is what Kubernetes itself keeps beside the keys
    private static IEnumerable<SecretFile> Files(string? folder) =>
        from space in Names(folder, Directory.EnumerateDirectories)
        from secret in Names(space, Directory.EnumerateDirectories)
        from path in Names(secret, Directory.EnumerateFiles)
        select new SecretFile(Path.GetFileName(space), Path.GetFileName(secret), Path.GetFileName(path), path);

    private static string[] Names(string? folder, Func<string, IEnumerable<string>> list)
    {
        try
        {
            return folder is null ? [] : [.. list(folder).Where(path => !Path.GetFileName(path.AsSpan()).StartsWith('.')).Take(MostFiles).Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // it went away while we looked, or is not ours to read: whoever needs it is told that it is not there
            return [];
        }
    }

    private static ReadOnlyMemory<byte>? TryReadValue(string path)
    {
        try
        {
            return new FileInfo(path) is { Exists: true, Length: <= LargestValue } ? WithoutLineEnd(File.ReadAllBytes(path)) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // an editor's or echo's, which nobody means to be a part of a password
    private static ReadOnlyMemory<byte> WithoutLineEnd(byte[] value)
    {
        var length = value.Length;
        if (length > 0 && value[length - 1] == '\n')
            length--;
        if (length > 0 && length < value.Length && value[length - 1] == '\r')
            length--;
        return value.AsMemory(0, length);
    }
}
