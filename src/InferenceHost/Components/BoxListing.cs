using System.IO.Enumeration;
using Inference.Contracts;

namespace InferenceHost.Components;

/// <summary>The files of a component's boxes as they are found: in order, up to a bound, and none that reaches out of its mount.</summary>
internal sealed class BoxListing
{
    /// <summary>Files of one component, at most: more of them are a whole store by mistake.</summary>
    public const int MostFiles = 10_000;

    private const string PartialFolder = ".inference-partial";
    private readonly List<FileEntry> entries = [];

    public IReadOnlyList<FileEntry> Entries => entries;

    /// <summary>Why the files must not be loaded as they are; nothing is added any more then.</summary>
    public InferenceError? Refusal { get; private set; }

    public void Refuse(string problem) => Refusal ??= new InferenceError(ErrorCode.ModelUnloadable, problem);

    /// <summary>Adds a file.</summary>
    /// <param name="guard">Of the mount it must lie in.</param>
    /// <param name="source">Where it lies.</param>
    /// <param name="path">What it is called in the copy.</param>
    /// <param name="told">What it is called in messages.</param>
    public void Add(MountGuard guard, string source, string path, string told)
    {
        if (Refusal is not null || Refuse(guard))
            return;
        if (guard.Holds(source))
            entries.Add(guard.Look(source, path));
        else
            Refuse($"'{told}' is a link, or behind one, that leads out of the box: put the file itself there");
    }

    /// <summary>Adds all files below a folder.</summary>
    /// <param name="guard">Of the mount they must lie in.</param>
    /// <param name="folder">Where they lie.</param>
    /// <param name="path">What the folder is called in the copy; empty for the copy itself.</param>
    /// <param name="remedy">What to do where there are too many.</param>
    public void AddFolder(MountGuard guard, string folder, string path, string remedy)
    {
        if (Refuse(guard))
            return;
        var room = MostFiles - entries.Count;
        var found = Below(folder, room + 1);
        if (found.Length > room)
            Refuse($"{(path.Length == 0 ? "the model's folder holds" : "the mounted boxes hold")} more than {MostFiles} files: {remedy}");
        foreach (var file in found)
            Add(guard, Path.Combine(folder, file), Path.Combine(path, file), file);
    }

    private bool Refuse(MountGuard guard)
    {
        if (guard.LeadsOut)
            Refuse("the mounted part of the box is a link, or behind one, that leads out of the box: put the folder itself there, or make the other place a box of its own");
        return guard.LeadsOut;
    }

    /// <summary>Whether a file of the name, or one below it, was added.</summary>
    public bool Has(string path) =>
        entries.Exists(entry => entry.Path.StartsWith(path, StringComparison.Ordinal) && (entry.Path.Length == path.Length || entry.Path[path.Length] == '/'));

    // folders that are links are not entered: two of them in a circle never end. Nor is the one where a box keeps what is not whole yet
    private static string[] Below(string folder, int most)
    {
        var files = new FileSystemEnumerable<string>(
            folder,
            (ref FileSystemEntry entry) => Path.GetRelativePath(folder, entry.ToFullPath()),
            new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory,
            ShouldRecursePredicate = (ref FileSystemEntry entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint) && !entry.FileName.SequenceEqual(PartialFolder),
        };
        return [.. files.Take(most).Order(StringComparer.Ordinal)];
    }
}
