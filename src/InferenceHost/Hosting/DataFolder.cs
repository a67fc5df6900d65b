namespace InferenceHost.Hosting;

/// <summary>The host's own folder, locked while it is in use.</summary>
/// <remarks>
/// In a pod two of its folders are mounts which the container of a Python component sees too: <c>work</c>, one file system, since copies are hard links of what was brought, and <c>exchange</c>, which may be
/// another. These two are never removed or renamed themselves. All else is the host's alone.
/// </remarks>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream locked;

    private DataFolder(string path, FileStream locked)
    {
        this.locked = locked;
        Boxes = Path.Combine(path, "boxes");
        Copies = Path.Combine(path, "work", "models");
        Exchange = Path.Combine(path, "exchange");
        Mounts = Path.Combine(path, "work", "mounts");
        LinkKey = Path.Combine(path, "link-key");
    }

    /// <summary>Boxes of the default store: <c>namespace/box/</c>.</summary>
    public string Boxes { get; }

    /// <summary>Private copies of the models that are loaded. Emptied at every start.</summary>
    public string Copies { get; }

    /// <summary>Folders of requests that bring or take files.</summary>
    public string Exchange { get; }

    /// <summary>Parts of boxes brought from their stores. Kept for the next start.</summary>
    public string Mounts { get; }

    /// <summary>The key that signs links to files: a file that only the host may read.</summary>
    public string LinkKey { get; }

    /// <summary>Makes the folder if need be and takes it; null and a message where it cannot be had.</summary>
    public static (DataFolder? Folder, string? Problem) Open(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            var lockFile = Path.Combine(path, "lock");
            FileStream locked;
            try
            {
                locked = new FileStream(lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(lockFile))
            {
                return (null, $"the data folder '{path}' is in use by another host: stop it, or give this one a folder of its own with --data");
            }

            var folder = new DataFolder(Path.GetFullPath(path), locked);
            if (Directory.Exists(folder.Copies))
                Directory.Delete(folder.Copies, recursive: true);
            Directory.CreateDirectory(folder.Copies);
            Directory.CreateDirectory(folder.Boxes);
            return (folder, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, $"the data folder '{path}' cannot be used: {e.Message}; choose another with --data");
        }
    }

    public void Dispose() => locked.Dispose();
}
