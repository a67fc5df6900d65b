using System.Runtime.InteropServices;
using Inference.Boxes.Paths;

namespace Inference.Boxes.Folders;

/// <summary>Removing: files, and the folders that are empty then. What a box does not show (links, pipes) is left alone.</summary>
internal sealed class FolderRemover(FolderRoot root)
{
    public BoxError? Delete(BoxPath path)
    {
        using (var group = root.TryReach(path.Group, out var error))
        {
            if (group?.Status(path.Name) is not { IsRegular: true })
                return error;
            if (!group.TryRemoveFile(path.Name) && Marshal.GetLastPInvokeError() is not LinuxCalls.NotFound and var reason)
                return FolderFaults.Of(reason, "removing", path.Value, root.Description);
            if (root.Options.Durable)
                group.Sync();
        }

        RemoveEmpty(path.Group);
        return null;
    }

    public BoxError? DeleteAll(BoxPrefix prefix, CancellationToken cancellationToken)
    {
        using (var folder = root.TryReach(prefix, out var error))
        {
            error = folder is null ? error : DeleteBelow(folder, prefix, cancellationToken);
            if (error is not null)
                return error;
        }

        RemoveEmpty(prefix);
        return null;
    }

    private BoxError? DeleteBelow(OpenFolder folder, BoxPrefix prefix, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (folder.TryList() is not { } items)
            return FolderFaults.Of(Marshal.GetLastPInvokeError(), "listing", prefix.Value, root.Description);
        foreach (var (name, isFolder) in items)
        {
            if (name is null or PathRule.PartialFolder)
                continue;
            var error = isFolder ? DeleteFolder(folder, name, prefix, cancellationToken) : DeleteFile(folder, name, prefix);
            if (error is not null)
                return error;
        }

        if (root.Options.Durable)
            folder.Sync();
        return null;
    }

    private BoxError? DeleteFolder(OpenFolder above, string name, BoxPrefix prefix, CancellationToken cancellationToken)
    {
        var inner = BoxPrefix.Unchecked(prefix.Value + name);
        using (var folder = above.TryFolder(name))
        {
            if (folder is not null && DeleteBelow(folder, inner, cancellationToken) is { } error)
                return error;
        }

        above.TryRemoveFolder(name);
        return null;
    }

    private BoxError? DeleteFile(OpenFolder folder, string name, BoxPrefix prefix) =>
        folder.TryRemoveFile(name) || Marshal.GetLastPInvokeError() is LinuxCalls.NotFound
            ? null
            : FolderFaults.Of(Marshal.GetLastPInvokeError(), "removing", prefix.Value + name, root.Description);

    /// <summary>From the inside out; the first that holds something ends it.</summary>
    private void RemoveEmpty(BoxPrefix group)
    {
        while (!group.IsWhole)
        {
            var above = BoxPrefix.Above(BoxPath.Unchecked(group.Value[..^1]));
            using var folder = root.TryReach(above, out _);
            if (folder is null || !folder.TryRemoveFolder(group.Name))
                return;
            group = above;
        }
    }
}
