using Inference.Manifests.Reading;

namespace InferenceHost.Components;

/// <summary>The folder that files must really lie in, with the last folder asked for: thousands of files lie in a few folders.</summary>
internal sealed class MountGuard(Mount mount)
{
    private readonly string? real = RealPath.Of("/", mount.Folder);
    private string? folder;
    private string? realFolder;

    /// <summary>Whether the file, with all links followed, lies in the mounted part of the box.</summary>
    public bool Holds(string file)
    {
        var parent = Path.GetDirectoryName(file)!;
        if (parent != folder)
            (folder, realFolder) = (parent, RealPath.Of("/", parent));
        return real is not null && realFolder is not null && RealPath.Of(realFolder, Path.GetFileName(file)) is { } found
            && found.StartsWith(Path.TrimEndingDirectorySeparator(real) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
    }
}
