using System.Runtime.InteropServices;
using Inference.Boxes.Folders;
using Microsoft.Win32.SafeHandles;

namespace Inference.Boxes;

/// <summary>
/// A directory tree as a box, on Linux. Regular files only; links, pipes and devices are as if they were not there, at every level, and nothing outside
/// the folder is ever reached. The folder itself may be a link. A file that another program writes is seen while it grows: only what goes through the store is
/// whole at once. Conditions on an ETag hold against other users of the same <see cref="FolderStore"/>; <see cref="PutOptions.IfAbsent"/> against everybody.
/// </summary>
public sealed class FolderStore : IBoxStore
{
    private readonly FolderRoot root;
    private readonly FolderWriter writer;
    private readonly FolderRemover remover;

    /// <param name="path">The folder. What a process that died left half written in it is removed now.</param>
    public FolderStore(string path, FolderOptions? options = null)
    {
        if (!OperatingSystem.IsLinux())
            throw new PlatformNotSupportedException("folder boxes need Linux: files are opened beneath the folder with its system calls");
        root = new FolderRoot(Path.GetFullPath(path), options ?? new FolderOptions());
        writer = new FolderWriter(root);
        remover = new FolderRemover(root);
        using var folder = OpenFolder.TryOpen(path);
        if (folder is not null)
            PartialFile.Clean(folder);
    }

    public string Description => root.Description;

    public IPresigner? Presigner => null;

    public Task<BoxOutcome<BoxEntry>> HeadAsync(BoxPath path, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Head(path));
    }

    public Task<BoxOutcome<BoxContent>> GetAsync(BoxPath path, GetOptions options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Get(path, options));
    }

    public Task<BoxOutcome<BoxPage>> ListAsync(BoxListing listing, CancellationToken cancellationToken)
    {
        if (listing.PageSize is < 1 or > BoxListing.LongestPage)
            throw new ArgumentException($"a page has 1 to {BoxListing.LongestPage} entries, not {listing.PageSize}", nameof(listing));
        return Task.Run(() => List(listing, cancellationToken), cancellationToken);
    }

    public Task<BoxOutcome<BoxEntry>> PutAsync(BoxPath path, Stream content, PutOptions options, CancellationToken cancellationToken) =>
        writer.PutAsync(path, content, options, cancellationToken);

    public Task<BoxError?> DeleteAsync(BoxPath path, CancellationToken cancellationToken) => Task.Run(() => remover.Delete(path), cancellationToken);

    public Task<BoxError?> DeleteAllAsync(BoxPrefix prefix, CancellationToken cancellationToken) =>
        Task.Run(() => remover.DeleteAll(prefix, cancellationToken), cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private BoxOutcome<BoxEntry> Head(BoxPath path)
    {
        using var folder = root.TryReach(path.Group, out var error);
        if (folder is null)
            return error ?? BoxError.NotFound(path, Description);
        return folder.Status(path.Name) is { IsRegular: true } status ? status.ToEntry(path) : BoxError.NotFound(path, Description);
    }

    private BoxOutcome<BoxContent> Get(BoxPath path, GetOptions get)
    {
        using var folder = root.TryReach(path.Group, out var error);
        if (folder is null)
            return error ?? BoxError.NotFound(path, Description);
        var handle = folder.TryRead(path.Name);
        if (handle is null)
        {
            var reason = Marshal.GetLastPInvokeError();
            return reason is LinuxCalls.NoPermission or LinuxCalls.NotPermitted
                ? FolderFaults.Of(reason, "reading", path.Value, Description)
                : BoxError.NotFound(path, Description);
        }

        if (OpenFolder.StatusOf(handle) is not { IsRegular: true } status)
        {
            handle.Dispose();
            return BoxError.NotFound(path, Description);
        }

        return Open(handle, status.ToEntry(path), get);
    }

    private BoxOutcome<BoxContent> Open(SafeFileHandle handle, BoxEntry entry, GetOptions get)
    {
        var part = get.Range is { } range ? range.In(entry.Size) : (0, entry.Size);
        var error = get.IfETag is { } expected && expected != entry.ETag ? BoxError.Changed(entry.Path, expected, entry.ETag, Description)
            : part is null ? BoxError.OutOfRange(entry.Path, entry.Size)
            : null;
        if (error is not null || part is not { } bytes)
        {
            handle.Dispose();
            return error!;
        }

        var stream = new FileRangeStream(handle, bytes.Offset, bytes.Length, $"'{entry.Path}' in {Description}");
        return new BoxContent(entry, stream, bytes.Offset, bytes.Length);
    }

    private BoxOutcome<BoxPage> List(BoxListing listing, CancellationToken cancellationToken)
    {
        using var folder = root.TryReach(listing.Prefix, out var error);
        if (error is not null)
            return error;
        var page = new FolderPage(listing, cancellationToken);
        if (folder is not null && !page.TryFill(folder, listing.Prefix.Value))
            return FolderFaults.Of(Marshal.GetLastPInvokeError(), "listing", listing.Prefix.Value, Description);
        return page.Finish();
    }
}
