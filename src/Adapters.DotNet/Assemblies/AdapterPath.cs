using Inference.Contracts;

namespace Inference.Adapters.DotNet.Assemblies;

/// <summary>Where a container path lies on this machine: below the component's root, also when the links on the way are followed.</summary>
internal static class AdapterPath
{
    private const int MostLinks = 40;

    public static Outcome<string> Find(string? root, string containerPath)
    {
        if (string.IsNullOrEmpty(root))
            return Unloadable.Because($"{containerPath} cannot be found: the component mounts no box; mount the one that holds the assembly, and name it in assemblyBox");
        var top = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        if (containerPath.Contains('\0') || !TryEnter(top, containerPath.TrimStart('/'), out var path) || !StaysInside(top, path, MostLinks))
            return Unloadable.Because($"{containerPath} lies outside of the component's mounts: assembly must be a path below the mount of assemblyBox, without '..' and links that lead out");
        if (Directory.Exists(path))
            return Unloadable.Because($"{containerPath} is a folder: assembly must name the .dll in it");
        return File.Exists(path) ? path : Missing(containerPath, path);
    }

    private static InferenceError Missing(string containerPath, string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(folder))
            return Unloadable.Because($"{containerPath} does not exist, nor does its folder: check assembly, the path its box is mounted at, and that the files were uploaded");
        string[] others = [.. Directory.EnumerateFiles(folder, "*.dll").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal).Take(10)];
        var found = others.Length == 0 ? "no .dll" : string.Join(", ", others);
        return Unloadable.Because($"{containerPath} does not exist; its folder holds {found}: check assembly, and that the files were uploaded");
    }

    private static bool TryEnter(string top, string relative, out string path)
    {
        path = Path.GetFullPath(Path.Combine(top, relative));
        return IsBelow(top, path);
    }

    private static bool IsBelow(string top, string path) => path.StartsWith($"{top}/", StringComparison.Ordinal);

    private static bool StaysInside(string top, string path, int linksLeft)
    {
        var names = path[(top.Length + 1)..].Split('/');
        var reached = top;
        for (var i = 0; i < names.Length; i++)
        {
            var folder = reached;
            reached = Path.Combine(folder, names[i]);
            if (new FileInfo(reached).LinkTarget is not { } target)
                continue;
            var led = Path.GetFullPath(Path.Combine([folder, target, .. names[(i + 1)..]]));
            return linksLeft > 0 && IsBelow(top, led) && StaysInside(top, led, linksLeft - 1);
        }

        return true;
    }
}
