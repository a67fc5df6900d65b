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
    private bool _isOver;

    private FolderWalk(string root) => _root = root;

    /// <summary>The files by their path relative to the folder (with <c>/</c>), in ordinal order, and what could not be walked.</summary>
    public static (IReadOnlyList<SourceFile> Files, IReadOnlyList<Diagnostic> Diagnostics) Find(string root)
    {
        var walk = new FolderWalk(Path.GetFullPath(root));
        walk.Enter(walk._root, RealPath.Of("/", walk._root), 0);
        walk._files.Sort((left, right) => string.CompareOrdinal(left.File, right.File));
        return (walk._files, walk._diagnostics);
    }

    public static bool IsYaml(string name)
        => name.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".yml", StringComparison.OrdinalIgnoreCase);

    private void Enter(string folder, string? realPath, int depth)
    {
        if (_isOver || realPath is null || !_entered.Add(realPath))
            return;
        if (_entered.Count > MostFolders || depth > DeepestFolder)
            Stop(folder, $"more than {MostFolders} folders, or {DeepestFolder} inside each other: the rest is not read");
        else
            TryEnterChildren(folder, realPath, depth);
    }

    private void TryEnterChildren(string folder, string realPath, int depth)
    {
        try
        {
            foreach (var child in new DirectoryInfo(folder).EnumerateFileSystemInfos().OrderBy(child => child.Name, StringComparer.Ordinal))
            {
                if (child.Name.StartsWith('.'))
                    continue;
                if (child is DirectoryInfo)
                    Enter(child.FullName, RealPath.Of(realPath, child.Name), depth + 1);
                else if (IsYaml(child.Name))
                    Add(child.FullName);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Report(folder, "this folder cannot be read");
        }
    }

    private void Add(string path)
    {
        if (_files.Count < MostFiles)
            _files.Add(new SourceFile(Relative(path), path));
        else if (!_isOver)
            Stop(path, $"more than {MostFiles} files: the rest is not read");
    }

    private void Stop(string path, string problem)
    {
        // too deep is only this branch's end
        _isOver = _entered.Count > MostFolders || _files.Count >= MostFiles;
        Report(path, problem);
    }

    private string Relative(string path) => Path.GetRelativePath(_root, path).Replace(Path.DirectorySeparatorChar, '/');

    private void Report(string path, string problem)
        => _diagnostics.Add(new Diagnostic(Severity.Error, new SourceLocation(Relative(path), 1, 1), "", problem));
}
