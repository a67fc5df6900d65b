using Inference.Manifests;
using InferenceHost.Components;

namespace InferenceHost.Hosting;

/// <summary>Names, sizes and times of the manifest files of a folder, told apart by a hash: equal stamps mean nothing changed.</summary>
internal readonly record struct ManifestStamp(int Files, int Hash)
{
    public static ManifestStamp None => default;

    public static ManifestStamp Of(string source)
    {
        if (!Directory.Exists(source) && !ManifestLoop.IsManifest(source))
            return None;
        var hash = default(HashCode);
        var files = 0;
        foreach (var path in ManifestReader.FindFiles(source))
        {
            hash.Add(path);
            hash.Add(StampOf(path));
            files++;
        }

        return files == 0 ? None : new ManifestStamp(files, hash.ToHashCode());
    }

    private static FileStamp StampOf(string path)
    {
        try
        {
            return FileStamp.Of(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // it went away while we looked, or cannot be read: the reader tells
            return default;
        }
    }
}
