using Inference.Manifests.Reading;

namespace InferenceHost.Components;

/// <summary>The folder that files must really lie in, with the last folder asked for: thousands of files lie in a few folders.</summary>
internal sealed class MountGuard(Mount mount)
{
    private readonly string? real = RealOf(mount);
    private string? folder;
    private string? realFolder;

    /// <summary>The mounted part itself is a link, or behind one, that leads out of the box.</summary>
    public bool LeadsOut => real is null;

    /// <summary>A file as it is now; where it was brought from a store, as it was told of there.</summary>
    /// <param name="source">Where it lies.</param>
    /// <param name="path">What it is called in the copy.</param>
    public FileEntry Look(string source, string path) =>
        mount.Brought is { } brought && brought.Find(Path.GetRelativePath(mount.Folder, source)) is { } file
            ? new FileEntry(path, source, new FileStamp(file.Size, file.Modified.UtcDateTime)) { Content = brought.ContentOf(file) }
            : new FileEntry(path, source, FileStamp.Of(source));

    /// <summary>Whether the file, with all links followed, lies in the mounted part of the box.</summary>
    public bool Holds(string file)
    {
        var parent = Path.GetDirectoryName(file)!;
        if (parent != folder)
            (folder, realFolder) = (parent, RealPath.Of("/", parent));
        return real is not null && realFolder is not null && RealPath.Of(realFolder, Path.GetFileName(file)) is { } found
            && IsBelow(found, real);
    }

    private static string? RealOf(Mount mount)
    {
        var part = RealPath.Of("/", mount.Folder);
        if (mount.BoxFolder is null || part is null)
            return part;
        return RealPath.Of("/", mount.BoxFolder) is { } box && (part == box || IsBelow(part, box)) ? part : null;
    }

    private static bool IsBelow(string path, string folder) =>
        path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
