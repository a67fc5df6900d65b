using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Inference.Boxes.Folders;

/// <summary>
/// A file while it is being written: in a folder of the box's root that no path can name. It is locked as long as it is open, so that whoever cleans up
/// can tell what a dead process left from what a living one (another host on the same folder, say) is writing.
/// </summary>
internal sealed class PartialFile : IDisposable
{
    /// <summary>Only a folder that holds it is ours to clean.</summary>
    private const string Marker = ".written-by-inference";

    private readonly OpenFolder folder;
    private readonly string name;
    private bool moved;

    private PartialFile(OpenFolder folder, string name, SafeFileHandle handle)
    {
        this.folder = folder;
        this.name = name;
        Handle = handle;
    }

    public SafeFileHandle Handle { get; }

    /// <summary>Null, and the system's reason, where none can be made.</summary>
    public static PartialFile? TryCreate(OpenFolder root)
    {
        var folder = root.TryFolderOrMake(Paths.PathRule.PartialFolder);
        if (folder is null)
            return null;
        if (folder.Status(Marker) is null)
            folder.TryWrite(Marker, create: true)?.Dispose();
        while (true)
        {
            var name = Guid.NewGuid().ToString("N");
            var handle = folder.TryWrite(name, create: true);
            if (handle is null)
            {
                var reason = Marshal.GetLastPInvokeError();
                folder.Dispose();
                Marshal.SetLastPInvokeError(reason);
                return null;
            }

            // a cleaner may have come between the two: then the file has no name any more
            if (LinuxCalls.Lock(handle, LinuxCalls.LockExclusive) == 0 && OpenFolder.StatusOf(handle) is { Links: > 0 })
                return new PartialFile(folder, name, handle);
            handle.Dispose();
        }
    }

    /// <summary>Removes what processes that are gone have left.</summary>
    public static void Clean(OpenFolder root)
    {
        using var folder = root.TryFolder(Paths.PathRule.PartialFolder);
        if (folder?.Status(Marker) is not { IsRegular: true } || folder.TryList() is not { } items)
            return;
        foreach (var item in items)
        {
            if (item.IsFolder || item.Name is null or Marker)
                continue;
            using var handle = folder.TryWrite(item.Name, create: false);
            if (handle is not null && LinuxCalls.Lock(handle, LinuxCalls.LockExclusive | LinuxCalls.LockNonBlocking) == 0)
                folder.TryRemoveFile(item.Name);
        }
    }

    /// <summary>Gives the file its name, in one step.</summary>
    public bool TryMove(OpenFolder to, string newName, bool replace) => moved = folder.TryMove(name, to, newName, replace);

    public void Dispose()
    {
        if (!moved)
            folder.TryRemoveFile(name);
        Handle.Dispose();
        folder.Dispose();
    }
}
