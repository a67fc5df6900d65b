using System.Runtime.InteropServices;
using System.Text;
using Inference.Boxes.Paths;

namespace Inference.Boxes.Folders;

/// <summary>Fills one page from a tree, in the order of UTF-8 bytes of full names (a folder's name ends in a slash for that), after the last of the page before.</summary>
internal sealed class FolderPage(BoxListing listing, CancellationToken cancellationToken)
{
    private readonly List<BoxPrefix> groups = [];
    private readonly List<BoxEntry> files = [];
    private readonly byte[] after = Encoding.UTF8.GetBytes(listing.Continuation ?? "");
    private string last = "";
    private bool isFull;
    private int unnameable;

    public BoxPage Finish() => new(groups, files, isFull ? last : null, unnameable);

    /// <summary>False, and the system's reason, where a folder could not be read.</summary>
    public bool TryFill(OpenFolder folder, string prefix)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (folder.TryList() is not { } items)
            return false;
        var sorted = new List<(byte[] Key, string Name, bool IsFolder)>(items.Count);
        foreach (var (name, isFolder) in items)
        {
            if (name is PathRule.PartialFolder)
                continue;
            if (name is null || PathRule.FindProblem(prefix + name) is not null)
                unnameable++;
            else
                sorted.Add((Encoding.UTF8.GetBytes(prefix + name + (isFolder ? "/" : "")), name, isFolder));
        }

        sorted.Sort((a, b) => a.Key.AsSpan().SequenceCompareTo(b.Key));
        foreach (var (key, name, isFolder) in sorted)
        {
            if (!Add(folder, prefix + name, key, isFolder))
                return false;
            if (isFull)
                break;
        }

        return true;
    }

    private bool Add(OpenFolder folder, string path, byte[] key, bool isFolder)
    {
        var isDone = key.AsSpan().SequenceCompareTo(after) <= 0;
        if (isFolder && listing.Recursive)
            return (isDone && !after.AsSpan().StartsWith(key)) || TryFillBelow(folder, path);
        if (isDone)
            return true;
        if (files.Count + groups.Count == listing.PageSize)
        {
            isFull = true;
            return true;
        }

        var name = path[(path.LastIndexOf('/') + 1)..];
        if (isFolder)
            groups.Add(BoxPrefix.Unchecked(path));
        else if (folder.Status(name) is { IsRegular: true } status)
            files.Add(status.ToEntry(BoxPath.Unchecked(path)));
        else
            return true;
        last = isFolder ? path + "/" : path;
        return true;
    }

    private bool TryFillBelow(OpenFolder folder, string path)
    {
        using var inner = folder.TryFolder(path[(path.LastIndexOf('/') + 1)..]);
        return inner is null ? Marshal.GetLastPInvokeError() is LinuxCalls.NotFound or LinuxCalls.NotFolder : TryFill(inner, path + "/");
    }
}
