namespace Inference.Manifests.Reading;

/// <summary>Paths without symbolic links, to know a folder again however it was reached.</summary>
public static class RealPath
{
    private const int MostLinks = 40;

    /// <param name="folder">A path that is real already.</param>
    /// <param name="path">A path to follow from there.</param>
    /// <returns>Null if the links lead in a circle.</returns>
    public static string? Of(string folder, string path)
    {
        var links = 0;
        var steps = new Stack<string>();
        Push(steps, path);
        var real = Path.IsPathRooted(path) ? Root(path) : folder;
        while (steps.TryPop(out var step))
        {
            var next = Path.GetFullPath(step, real);
            var target = step is ".." ? null : new DirectoryInfo(next).LinkTarget;
            if (target is null)
            {
                real = next;
                continue;
            }

            if (++links > MostLinks)
                return null;
            if (Path.IsPathRooted(target))
                real = Root(target);
            Push(steps, target);
        }

        return real;
    }

    private static string Root(string path) => Path.GetPathRoot(Path.GetFullPath(path))!;

    private static void Push(Stack<string> steps, string path)
    {
        foreach (var step in path.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse())
            steps.Push(step);
    }
}
