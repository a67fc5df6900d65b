using Inference.Boxes;

namespace InferenceHost.Exchange;

/// <summary>A folder of one request, gone with all in it when this is disposed of.</summary>
internal sealed class RequestFolder : IDisposable
{
    private RequestFolder(string path) => FullPath = path;

    public string FullPath { get; }

    /// <summary>A new folder, with our marker in it.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static RequestFolder Make(string parent)
    {
        // callers choose the names of their requests: not these
        var folder = Path.Combine(parent, Guid.NewGuid().ToString("n"));
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, Exchanges.Marker), []);
        return new RequestFolder(folder);
    }

    /// <summary>Removes it with all in it, links unfollowed; nothing where it has no marker, which goes last: what could not be removed is found again at the next start.</summary>
    public static void Remove(string folder)
    {
        try
        {
            var marker = Path.Combine(folder, Exchanges.Marker);
            if (new DirectoryInfo(folder).LinkTarget is not null || !File.Exists(marker))
                return;
            if (!FolderContent.TryRemove(folder, Exchanges.Marker))
                return;
            File.Delete(marker);
            Directory.Delete(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // the next start finds it again
        }
    }

    public void Dispose() => Remove(FullPath);
}
