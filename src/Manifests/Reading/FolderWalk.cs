namespace Inference.Manifests.Reading;

/// <summary>
/// Finds the YAML files under a folder. Names that begin with a dot are passed over (so are the hidden folders that a mounted
/// ConfigMap consists of, while its links to them are followed); a folder is entered once, however many links lead to it.
/// </summary>
internal sealed class FolderWalk
{
    private const int MostFolders = 2_000;
    private const int MostFiles = 10_000;
    private const int DeepestFolder = 32;

    private readonly string _root;
    private readonly HashSet<string> _entered = [];
    private readonly List<SourceFile> _files = [];
    private readonly List<Diagnostic> _diagnostics = [];

    private FolderWalk(string root) => _root = root;

    /// <summary>The files by their path relative to the folder (with <c>/</c>), in ordinal order, and what could not be walked.</summary>
    public static (IReadOnlyList<SourceFile> Files, IReadOnlyList<Diagnostic> Diagnostics) Find(string root)
    {
        var walk = new FolderWalk(Path.GetFullPath(root));
        walk.Enter(new DirectoryInfo(walk._root), 0);
        walk._files.Sort((left, right) => string.CompareOrdinal(left.File, right.File));
        return (walk._files, walk._diagnostics);
    }

    public static bool IsYaml(string name)
        => name.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".yml", StringComparison.OrdinalIgnoreCase);

    private void Enter(DirectoryInfo folder, int depth)
    {
        if (_diagnostics.Count > 0 && _entered.Count >= MostFolders || _files.Count >= MostFiles)
            return;
        try
        {
            var target = folder.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? RealPath(folder);
            if (!_entered.Add(target))
                return;
            if (_entered.Count >= MostFolders || depth > DeepestFolder)
                Report(folder.FullName, $"more than {MostFolders} folders, or {DeepestFolder} inside each other: the rest is not read");
            else
                EnterChildren(folder, depth);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Report(folder.FullName, "this folder cannot be read");
        }
    }

    private void EnterChildren(DirectoryInfo folder, int depth)
    {
        foreach (var child in folder.EnumerateFileSystemInfos().OrderBy(child => child.Name, StringComparer.Ordinal))
        {
            if (child.Name.StartsWith('.'))
                continue;
            if (child is DirectoryInfo directory)
                Enter(directory, depth + 1);
            else if (IsYaml(child.Name) && _files.Count < MostFiles)
                _files.Add(new SourceFile(Relative(child.FullName), child.FullName));
        }

        if (_files.Count >= MostFiles)
            Report(folder.FullName, $"more than {MostFiles} files: the rest is not read");
    }

    // links above the folder resolved, so that it is known again when a link leads to it
    private static string RealPath(DirectoryInfo folder)
    {
        for (var parent = folder.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent.ResolveLinkTarget(returnFinalTarget: true) is { } target)
                return Path.Combine(target.FullName, Path.GetRelativePath(parent.FullName, folder.FullName));
        }

        return folder.FullName;
    }

    private string Relative(string path) => Path.GetRelativePath(_root, path).Replace(Path.DirectorySeparatorChar, '/');

    private void Report(string path, string problem)
        => _diagnostics.Add(new Diagnostic(Severity.Error, new SourceLocation(Relative(path), 1, 1), "", problem));
}
