using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Inference.Testing;

/// <summary>
/// A Secret or ConfigMap as the kubelet mounts it: a folder of the files, named by a time, a link to it, and for each key a link through that one. An update makes a new folder and swaps the link in one rename.
/// </summary>
public sealed partial class KubeletVolume
{
    private readonly string path;
    private int updates;

    /// <param name="path">Where it is mounted; made if need be.</param>
    /// <param name="values">By key; none for an optional Secret that is not there.</param>
    public KubeletVolume(string path, IReadOnlyDictionary<string, string> values)
    {
        this.path = path;
        Directory.CreateDirectory(path);
        Update(values);
    }

    /// <summary>All that is there from now on.</summary>
    public void Update(IReadOnlyDictionary<string, string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var fresh = string.Create(CultureInfo.InvariantCulture, $"..2024_05_06_07_08_09.{++updates:d9}");
        Directory.CreateDirectory(Path.Combine(path, fresh));
        foreach (var (key, value) in values)
            File.WriteAllText(Path.Combine(path, fresh, key), value);
        var data = Path.Combine(path, "..data");
        var old = new DirectoryInfo(data).LinkTarget;
        File.CreateSymbolicLink(Path.Combine(path, "..data_tmp"), fresh);
        if (Rename(Path.Combine(path, "..data_tmp"), data) != 0)
            throw new Win32Exception();
        foreach (var key in values.Keys.Where(key => new FileInfo(Path.Combine(path, key)).LinkTarget is null))
            File.CreateSymbolicLink(Path.Combine(path, key), Path.Combine("..data", key));
        foreach (var link in Directory.GetFileSystemEntries(path).Where(link => IsStale(Path.GetFileName(link), values)))
            File.Delete(link);
        if (old is not null)
            Directory.Delete(Path.Combine(path, old), recursive: true);
    }

    // the framework moves no link to a folder over another
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Rename(string from, string to);

    private static bool IsStale(string name, IReadOnlyDictionary<string, string> values) => !name.StartsWith("..", StringComparison.Ordinal) && !values.ContainsKey(name);
}
