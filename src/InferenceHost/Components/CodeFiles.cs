using System.IO.Enumeration;

namespace InferenceHost.Components;

/// <summary>
/// The Python files that a component's code folder holds: watched, not copied. Nothing is opened. Installed packages are not looked at, nor is what begins with a dot.
/// </summary>
internal static class CodeFiles
{
    // the folder is often a whole project, with its data: what lies nearest to its top is looked at first
    private const int MostEntries = 20_000;

    /// <summary>What is there now; a folder that is not there has no files.</summary>
    /// <param name="folder">Absolute.</param>
    /// <param name="except">A folder that is not entered; absolute.</param>
    public static CodeStamp Look(string folder, string? except = null)
    {
        if (!Directory.Exists(folder))
            return new CodeStamp(0, 0, default, IsWhole: true);
        var (seen, files, hash, newest) = (0, 0, 0, DateTime.MinValue);
        foreach (var found in Below(folder, except))
        {
            if (++seen > MostEntries)
                return new CodeStamp(files, hash, newest, IsWhole: false);
            if (found is not var (path, stamp))
                continue;
            files++;
            hash = unchecked(hash + HashCode.Combine(path, stamp));
            newest = stamp.WrittenUtc > newest ? stamp.WrittenUtc : newest;
        }

        return new CodeStamp(files, hash, newest, IsWhole: true);
    }

    /// <summary>Every file and folder on the way; null for those that are no code.</summary>
    private static FileSystemEnumerable<(string Path, FileStamp Stamp)?> Below(string folder, string? except) => new(
        folder,
        (ref FileSystemEntry entry) => !entry.IsDirectory && IsCode(entry.FileName) ? (entry.ToFullPath(), StampOf(ref entry)) : null,
        new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None, IgnoreInaccessible = true })
    {
        ShouldRecursePredicate = (ref FileSystemEntry entry) => IsEntered(ref entry, except),
    };

    private static bool IsCode(ReadOnlySpan<char> name) => name.EndsWith(".py", StringComparison.Ordinal) && name[0] != '.';

    // folders that are links are not entered: two of them in a circle never end
    private static bool IsEntered(ref FileSystemEntry entry, string? except) =>
        entry.FileName[0] != '.' && !entry.Attributes.HasFlag(FileAttributes.ReparsePoint)
        && entry.FileName is not ("__pycache__" or "node_modules" or "site-packages")
        && entry.ToFullPath() != except && !File.Exists(Path.Join(entry.Directory, entry.FileName, "pyvenv.cfg"));

    // what the folder's listing knows already, but behind a link
    private static FileStamp StampOf(ref FileSystemEntry entry)
    {
        if (!entry.Attributes.HasFlag(FileAttributes.ReparsePoint))
            return new FileStamp(entry.Length, entry.LastWriteTimeUtc.UtcDateTime);
        try
        {
            return FileStamp.Of(entry.ToFullPath());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // leads nowhere: no code until it does
            return default;
        }
    }
}
