using Inference.Manifests;
using InferenceHost.Components;

namespace InferenceHost.Hosting;

/// <summary>Names, sizes and times of the manifest files of a folder, told apart by a hash: equal stamps mean nothing changed.</summary>
/// <param name="Files">How many there are.</param>
/// <param name="Hash">Over all of them.</param>
/// <param name="IsComplete">False where something could not be looked at.</param>
internal readonly record struct ManifestStamp(int Files, int Hash, bool IsComplete)
{
    /// <summary>Of a bare model file, beside which there are no manifests.</summary>
    public static ManifestStamp None => new(0, 0, IsComplete: true);

    /// <summary>Of a folder of manifests, or a single one.</summary>
    public static ManifestStamp Of(string source)
    {
        var hash = default(HashCode);
        var files = 0;
        var paths = ManifestReader.FindFiles(source, out var isComplete);
        foreach (var path in paths)
        {
            var stamp = StampOf(path);
            isComplete &= stamp != default;
            hash.Add(path);
            hash.Add(stamp);
            files++;
        }

        return new ManifestStamp(files, hash.ToHashCode(), isComplete);
    }

    /// <summary>Together with the stamp of something else.</summary>
    public ManifestStamp And(int other) => this with { Hash = HashCode.Combine(Hash, other) };

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
