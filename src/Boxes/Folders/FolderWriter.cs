using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Inference.Boxes.Folders;

/// <summary>Storing: into a partial file, to the disk, and to its name in one step.</summary>
internal sealed class FolderWriter(FolderRoot root)
{
    private const int BlockSize = 256 * 1024;
    private const long WritebackSize = 8 << 20;
    private const int MostTries = 16;
    private const int LockCount = 64;

    private readonly Lock[] locks = [.. Enumerable.Range(0, LockCount).Select(_ => new Lock())];

    public async Task<BoxOutcome<BoxEntry>> PutAsync(BoxPath path, Stream content, PutOptions options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var folder = root.TryOpenToWrite(out var error);
        if (folder is null)
            return error!;
        if (FindRefusal(path, options) is { } refusal)
            return refusal;
        using var partial = PartialFile.TryCreate(folder);
        if (partial is null)
            return FolderFaults.Last("storing", path, root.Description);

        var (sha256, failure) = await FillAsync(partial, path, content, options, cancellationToken);
        if (failure is not null)
            return failure;
        try
        {
            return await Task.Run(() => Commit(folder, partial, path, options, sha256), cancellationToken);
        }
        catch (IOException e)
        {
            return FolderFaults.Of(e, "storing", path, root.Description);
        }
    }

    /// <summary>What can be refused before the content is read; looked at again at the end, when it counts.</summary>
    private BoxError? FindRefusal(BoxPath path, PutOptions put)
    {
        using var group = root.TryReach(path.Group, out var error);
        return group is null ? error : FindRefusal(group, path, put);
    }

    private BoxError? FindRefusal(OpenFolder group, BoxPath path, PutOptions put)
    {
        var status = group.Status(path.Name);
        if (status is { IsRegular: false })
            return FolderFaults.Of(LinuxCalls.IsFolder, "storing", path.Value, root.Description);
        if (put.IfAbsent && status is not null)
            return BoxError.Exists(path, root.Description);
        return put.IfETag is { } expected && status?.ETag != expected ? BoxError.Changed(path, expected, status?.ETag ?? "none: it is not there", root.Description) : null;
    }

    private async Task<(string? Sha256, BoxError? Error)> FillAsync(
        PartialFile partial, BoxPath path, Stream content, PutOptions put, CancellationToken cancellationToken)
    {
        using var hash = put.Sha256 is null ? null : IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var block = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            var size = 0L;
            int read;
            while ((read = await content.ReadAtLeastAsync(block, block.Length, throwOnEndOfStream: false, cancellationToken)) > 0)
            {
                if (size + read > put.Length)
                    return (null, BoxError.WrongLength(path, put.Length.Value, "more"));
                hash?.AppendData(block, 0, read);
                try
                {
                    await RandomAccess.WriteAsync(partial.Handle, block.AsMemory(0, read), size, cancellationToken);
                }
                catch (IOException e)
                {
                    return (null, FolderFaults.Of(e, "storing", path, root.Description));
                }

                BeginWriteback(partial, size, read);
                size += read;
            }

            if (put.Length is { } length && size != length)
                return (null, BoxError.WrongLength(path, length, $"{size}"));
            var sha256 = hash is null ? null : Convert.ToHexStringLower(hash.GetHashAndReset());
            return sha256 == put.Sha256 ? (sha256, null) : (null, BoxError.WrongDigest(path, put.Sha256!, sha256!));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    /// <summary>The disk works while the rest comes, so that little is left to wait for at the end.</summary>
    private void BeginWriteback(PartialFile partial, long size, int added)
    {
        var end = size + added;
        if (root.Options.Durable && end / WritebackSize > size / WritebackSize)
            _ = LinuxCalls.SyncRange(partial.Handle, 0, 0, LinuxCalls.StartWriteback);
    }

    private BoxOutcome<BoxEntry> Commit(OpenFolder top, PartialFile partial, BoxPath path, PutOptions put, string? sha256)
    {
        // the clock of the file system moves in steps of milliseconds; ours is finer, and the time is part of the ETag
        File.SetLastWriteTimeUtc(partial.Handle, TimeProvider.System.GetUtcNow().UtcDateTime);
        if (root.Options.Durable && LinuxCalls.Sync(partial.Handle) != 0)
            return FolderFaults.Last("storing", path, root.Description);
        lock (locks[(uint)path.GetHashCode() % LockCount])
        {
            for (var left = MostTries; ; left--)
            {
                using var group = MakeGroup(top, path.Group);
                if (group is null)
                    return FolderFaults.Last("storing", path, root.Description);
                if (FindRefusal(group, path, put) is { } refusal)
                    return refusal;
                if (partial.TryMove(group, path.Name, replace: !put.IfAbsent))
                {
                    if (root.Options.Durable)
                        group.Sync();
                    return OpenFolder.StatusOf(partial.Handle) is { } status ? status.ToEntry(path, sha256) : FolderFaults.Last("storing", path, root.Description);
                }

                var reason = Marshal.GetLastPInvokeError();
                if (put.IfAbsent && reason == LinuxCalls.Exists)
                    return BoxError.Exists(path, root.Description);

                // the group was removed in between, with the last file in it: make it again
                if (reason != LinuxCalls.NotFound || left == 0)
                    return FolderFaults.Of(reason, "storing", path.Value, root.Description);
            }
        }
    }

    private static OpenFolder? MakeGroup(OpenFolder top, BoxPrefix group)
    {
        for (var left = MostTries; ; left--)
        {
            var folder = top.TryFolder(".");
            foreach (var segment in FolderRoot.Segments(group))
            {
                using var above = folder;
                folder = above?.TryFolderOrMake(segment);
            }

            // made and removed again before it was opened
            if (folder is not null || left == 0 || Marshal.GetLastPInvokeError() != LinuxCalls.NotFound)
                return folder;
        }
    }
}
