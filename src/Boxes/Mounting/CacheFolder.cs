using System.Security.Cryptography;
using System.Text;
using Inference.Boxes.Folders;

namespace Inference.Boxes.Mounting;

/// <summary>The cache on the disk. Nothing but its own is ever removed: the folder carries a marker.</summary>
internal sealed class CacheFolder
{
    public const string Log = "log";
    private const string Marker = ".inference-cache";
    private const string Tree = "tree";
    private const UnixFileMode Writable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string snapshots;
    private readonly string previous;
    private readonly HashSet<string> live = [];
    private readonly Lock tidying = new();

    private CacheFolder(string path)
    {
        Path = path;
        Objects = System.IO.Path.Combine(path, "objects");
        Partial = System.IO.Path.Combine(path, "partial");
        snapshots = System.IO.Path.Combine(path, "snapshots");
        previous = System.IO.Path.Combine(path, "previous");
    }

    public string Path { get; }

    public string Objects { get; }

    public string Partial { get; }

    /// <summary>Of this start of the machine.</summary>
    public string Boot { get; } = File.Exists("/proc/sys/kernel/random/boot_id") ? File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim() : "unknown";

    public static string TreeOf(string place) => System.IO.Path.Combine(place, Tree);

    public static CacheFolder? Open(string path, KnownContents known, out string? problem)
    {
        problem = null;
        var marker = System.IO.Path.Combine(path, Marker);
        Directory.CreateDirectory(path);
        if (!File.Exists(marker))
        {
            if (Directory.EnumerateFileSystemEntries(path).Any())
            {
                problem = $"'{path}' is to be the cache of mounted boxes, and holds something else: give the cache a folder of its own, or empty this one";
                return null;
            }

            File.WriteAllText(marker, "a cache: safe to remove while no host runs\n");
        }

        var folder = new CacheFolder(path);
        folder.Begin(known);
        return folder;
    }

    public string NewPlace(string source, int number)
    {
        var place = System.IO.Path.Combine(snapshots, $"{NameOf(source)}-{number}");
        lock (live)
            live.Add(place);
        try
        {
            Directory.CreateDirectory(TreeOf(place));
            return place;
        }
        catch
        {
            Die(place);
            throw;
        }
    }

    /// <summary>It is whole: its folders become read-only too.</summary>
    public static void Freeze(string place)
    {
        if (OperatingSystem.IsWindows())
            return;
        foreach (var folder in Directory.EnumerateDirectories(TreeOf(place), "*", SearchOption.AllDirectories).Append(TreeOf(place)))
            File.SetUnixFileMode(folder, (UnixFileMode)0b101_101_101);
    }

    /// <summary>It did not become whole. Of such of the same part, and of the run before, the one that holds most is kept for the next attempt.</summary>
    public void Abandon(string place, string source)
    {
        Die(place);
        Tidy(() => KeepFullest(NameOf(source)));
    }

    public void Release(string place)
    {
        Die(place);
        Tidy(() => Remove(place));
    }

    /// <summary>What was left of the same part: of runs before, and of attempts that failed. The new folder has all of it that counts.</summary>
    public void RemoveOthers(string source) => Tidy(() =>
    {
        Remove(System.IO.Path.Combine(previous, NameOf(source)));
        Dead(NameOf(source)).ForEach(Remove);
    });

    /// <summary>What was left of runs before, of whatever part.</summary>
    public void Forget() => Tidy(() => Directory.GetDirectories(previous).ToList().ForEach(Remove));

    /// <summary>One at a time. What could not be removed costs room only, and is tried again later.</summary>
    private void Tidy(Action remove)
    {
        lock (tidying)
        {
            try
            {
                remove();
                Evict();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // the next start, if not the next attempt
            }
        }
    }

    private void Die(string place)
    {
        lock (live)
            live.Remove(place);
    }

    private List<string> Dead(string name)
    {
        var found = Directory.GetDirectories(snapshots, name + "-*").ToList();
        lock (live)
            found.RemoveAll(live.Contains);
        return found;
    }

    private void KeepFullest(string name)
    {
        var kept = System.IO.Path.Combine(previous, name);
        foreach (var place in Dead(name))
        {
            if (LogLength(place) > LogLength(kept))
            {
                Remove(kept);
                Directory.Move(place, kept);
            }
            else
            {
                Remove(place);
            }
        }
    }

    private static long LogLength(string place) => new FileInfo(System.IO.Path.Combine(place, Log)) is { Exists: true } log ? log.Length : -1;

    private static string NameOf(string source) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source)))[..32];

    private static void Remove(string place)
    {
        if (!Directory.Exists(place))
            return;
        if (!OperatingSystem.IsWindows())
        {
            foreach (var folder in Directory.EnumerateDirectories(place, "*", SearchOption.AllDirectories).Append(place))
                File.SetUnixFileMode(folder, Writable);
        }

        Directory.Delete(place, recursive: true);
    }

    private void Begin(KnownContents known)
    {
        Remove(Partial);
        foreach (var folder in new[] { Objects, Partial, snapshots, previous })
            Directory.CreateDirectory(folder);
        foreach (var name in Directory.EnumerateDirectories(snapshots).Select(place => System.IO.Path.GetFileName(place).Split('-')[0]).Distinct().ToList())
            KeepFullest(name);
        foreach (var place in Directory.EnumerateDirectories(previous))
        {
            var log = System.IO.Path.Combine(place, Log);
            if (File.Exists(log))
                known.Read(log);
        }

        Evict();
    }

    /// <summary>
    /// Removes contents that no snapshot has a link to. A content is linked into its snapshot before it is named here, and one that is removed just before
    /// somebody links it is fetched again.
    /// </summary>
    private void Evict()
    {
        using var objects = OpenFolder.TryOpen(Objects);
        foreach (var item in objects?.TryList() ?? [])
        {
            if (item.Name is { } name && objects!.Status(name) is { IsRegular: true, Links: 1 })
                objects.TryRemoveFile(name);
        }
    }
}
