using System.Runtime.InteropServices;
using System.Text;
using Inference.Boxes.Folders;

namespace Inference.Boxes;

/// <summary>
/// Removes what code that is not ours has left in a folder: names that are no UTF-8, paths longer than the system takes, links and pipes. .NET's own removal fails on
/// the first two. Nothing behind a link is touched.
/// </summary>
public static class FolderContent
{
    // somebody may still be writing
    private const int MostTries = 16;

    /// <summary>False where something is left.</summary>
    /// <param name="path">The folder, which stays.</param>
    /// <param name="kept">The name of a file in it that stays too.</param>
    public static bool TryRemove(string path, string kept)
    {
        using var top = OpenFolder.TryOpen(path);
        if (top is null)
            return false;
        var keptName = Encoding.UTF8.GetBytes(kept + '\0');
        for (var left = MostTries; left > 0;)
        {
            if (top.TryListRaw() is not { } items)
                return false;
            items.RemoveAll(item => item.Name.AsSpan().SequenceEqual(keptName));
            if (items.Count == 0)
                return true;
            foreach (var item in items)
            {
                if (item.IsFolder ? TryRemoveFolder(top, item) : top.TryRemove(item))
                    continue;
                if (Marshal.GetLastPInvokeError() != LinuxCalls.NotEmpty)
                    return false;
                left--;
            }
        }

        return false;
    }

    /// <summary>Folders in it are moved to the top, where their turn comes: none is too deep then, for a path, the stack or the number of open files.</summary>
    private static bool TryRemoveFolder(OpenFolder top, RawItem item)
    {
        using (var folder = top.TryFolder(item))
        {
            if (folder?.TryListRaw() is not { } items)
                return false;
            foreach (var inner in items)
            {
                if (!(inner.IsFolder ? folder.TryMove(inner, top, Encoding.ASCII.GetBytes($"{Guid.NewGuid():n}\0")) : folder.TryRemove(inner)))
                    return false;
            }
        }

        return top.TryRemove(item);
    }
}
