using Inference.Boxes.Folders;

namespace Inference.Boxes.Mounting;

/// <summary>Makes one snapshot. Several files at once; the first failure stops the others.</summary>
internal sealed class SnapshotBuild(CacheFolder folder, KnownContents known, MountListing listing, string place) : IAsyncDisposable
{
    private readonly StreamWriter log = new(Path.Combine(place, CacheFolder.Log), append: false) { AutoFlush = true };
    private readonly string tree = CacheFolder.TreeOf(place);
    private readonly OpenFolder objects = OpenFolder.TryOpen(folder.Objects) ?? throw new DirectoryNotFoundException(folder.Objects);
    private readonly Lock gate = new();
    private MountProgress done = new(listing.Files.Count, 0, listing.Bytes, 0, 0);

    public IProgress<MountProgress>? Progress { get; init; }

    public async Task<BoxError?> RunAsync(int parallelism, CancellationToken cancellationToken)
    {
        if (FindConflict() is { } conflict)
            return conflict;
        BoxError? failure = null;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            var several = new ParallelOptions { MaxDegreeOfParallelism = parallelism, CancellationToken = stop.Token };
            await Parallel.ForEachAsync(listing.Files, several, async (file, token) =>
            {
                if (await BringAsync(file, token) is not { } error)
                    return;
                Interlocked.CompareExchange(ref failure, error, null);
                await stop.CancelAsync();
            });
        }
        catch (OperationCanceledException) when (failure is not null && !cancellationToken.IsCancellationRequested)
        {
            // the others were told to stop
        }

        return failure;
    }

    public async ValueTask DisposeAsync()
    {
        objects.Dispose();

        // may fail where the disk is full
        await log.DisposeAsync();
    }

    /// <summary>In a store of objects <c>a</c> and <c>a/b</c> may both be files.</summary>
    private BoxError? FindConflict()
    {
        var files = listing.Files.Select(file => file.Path.Value).ToHashSet(StringComparer.Ordinal);
        foreach (var file in listing.Files)
        {
            for (var slash = file.Path.Value.IndexOf('/'); slash > 0; slash = file.Path.Value.IndexOf('/', slash + 1))
            {
                if (files.Contains(file.Path.Value[..slash]))
                    return MountFaults.Conflict(BoxPath.Unchecked(file.Path.Value[..slash]), listing.Store.Description);
            }
        }

        return null;
    }

    private async Task<BoxError?> BringAsync(BoxEntry file, CancellationToken cancellationToken)
    {
        var key = KnownContents.KeyOf(listing, file);
        var target = Path.Combine(tree, listing.Part.Strip(file.Path).Value);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            using var turn = await known.WaitAsync(key, cancellationToken);
            if (known.Find(key) is { } content && await TryLinkKnownAsync(key, content, target, cancellationToken))
            {
                Report(files: 1, file.Size, fetched: 0);
                return null;
            }

            var error = await FetchAsync(key, file, target, cancellationToken);
            if (error is null)
                Report(files: 1, bytes: 0, fetched: 0);
            return error;
        }
        catch (BoxReadException e)
        {
            return e.Error;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return MountFaults.Of(e, folder.Path);
        }
    }

    /// <summary>False where the content is gone, or is not what it was.</summary>
    private async Task<bool> TryLinkKnownAsync(string key, KnownContent content, string target, CancellationToken cancellationToken)
    {
        var source = Path.Combine(folder.Objects, content.Sha256);
        if (objects.Status(content.Sha256) is not { IsRegular: true } status || status.Size != content.Size)
            return false;
        if (status.Modified.UtcTicks != content.Written || content.Boot != folder.Boot)
        {
            if (await ContentFile.DigestAsync(source, cancellationToken) != content.Sha256)
            {
                // somebody wrote into it: whatever else still has it, nobody new gets it
                objects.TryRemoveFile(content.Sha256);
                return false;
            }
        }

        if (!HardLink.TryMake(source, target))
            return false;
        Note(key, content with { Written = status.Modified.UtcTicks, Boot = folder.Boot });
        return true;
    }

    private async Task<BoxError?> FetchAsync(string key, BoxEntry file, string target, CancellationToken cancellationToken)
    {
        var outcome = await listing.Store.GetAsync(file.Path, new GetOptions { IfETag = file.ETag }, cancellationToken);
        if (!outcome.TryGet(out var content, out var error))
            return error;
        var partial = Path.Combine(folder.Partial, Guid.NewGuid().ToString("N"));
        try
        {
            await using (content)
            {
                var (sha256, mismatch) = await ContentFile.WriteAsync(content, file, partial, read => Report(files: 0, read, read), cancellationToken);
                if (mismatch is not null)
                    return mismatch;
                Keep(key, partial, sha256!, target);
                return null;
            }
        }
        finally
        {
            File.Delete(partial);
        }
    }

    /// <summary>Links it into the snapshot first and names it in the cache then, so that a content of the cache without another link is one that nobody uses.</summary>
    private void Keep(string key, string partial, string sha256, string target)
    {
        var named = Path.Combine(folder.Objects, sha256);
        if (objects.Status(sha256) is null || !HardLink.TryMake(named, target))
        {
            if (!HardLink.TryMake(partial, target))
                throw new IOException($"'{target}' could not be made");
            File.Move(partial, named, overwrite: true);
        }

        var status = objects.Status(sha256);
        if (status is { } found)
            Note(key, new KnownContent(sha256, found.Size, found.Modified.UtcTicks, folder.Boot));
    }

    private void Note(string key, KnownContent content)
    {
        known.Add(key, content);
        lock (gate)
            log.WriteLine(KnownContents.ToLine(key, content));
    }

    private void Report(int files, long bytes, long fetched)
    {
        lock (gate)
        {
            done = done with { FilesDone = done.FilesDone + files, BytesDone = done.BytesDone + bytes, BytesFetched = done.BytesFetched + fetched };
            Progress?.Report(done);
        }
    }
}
