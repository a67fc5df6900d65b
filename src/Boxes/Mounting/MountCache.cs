using System.Security.Cryptography;
using System.Text;
using Inference.Boxes.Mounting;

namespace Inference.Boxes;

/// <summary>
/// Brings parts of boxes into local folders. Contents are kept once, by digest; what is there already, from an earlier run too, is not fetched again: then
/// only the store's list is read. A folder appears whole or not at all. One process uses a cache at a time.
/// </summary>
/// <remarks>
/// <c>objects/</c> has the contents by SHA-256, <c>snapshots/</c> the folders, made of hard links, each with a log of what is what; <c>previous/</c> one of each part from
/// runs before and attempts that failed, which keeps what it holds until the same part was brought again.
/// </remarks>
public sealed class MountCache
{
    private readonly CacheFolder folder;
    private readonly KnownContents known;
    private readonly MountOptions options;
    private int sequence;

    private MountCache(CacheFolder folder, KnownContents known, MountOptions options)
    {
        this.folder = folder;
        this.known = known;
        this.options = options;
    }

    /// <summary>Makes the folder if need be, and removes what was not whole.</summary>
    /// <returns>The cache, or why the folder cannot be one.</returns>
    public static BoxOutcome<MountCache> Open(string path, MountOptions? options = null)
    {
        try
        {
            var known = new KnownContents();
            return CacheFolder.Open(Path.GetFullPath(path), known, out var problem) is { } folder
                ? new MountCache(folder, known, options ?? new MountOptions())
                : new BoxError(BoxErrorCode.Conflict, problem!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return MountFaults.Of(e, path);
        }
    }

    /// <summary>What is there now: compare its stamp with a snapshot's to see whether anything changed.</summary>
    public static async Task<BoxOutcome<MountListing>> LookAsync(IBoxStore store, BoxPrefix part, CancellationToken cancellationToken)
    {
        var outcome = await store.ListAllAsync(part, cancellationToken);
        if (!outcome.TryGet(out var files, out var error))
            return error;
        var text = new StringBuilder(MountListing.SourceOf(store, part)).Append('\0');
        foreach (var file in files)
            text.Append(file.Path).Append('\0').Append(file.ETag).Append('\0').Append(file.Size).Append('\n');
        return new MountListing(store, part, files, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()))));
    }

    /// <summary>
    /// Makes a folder of what was listed, beside those that are there. A file that changed since is <see cref="BoxErrorCode.PreconditionFailed"/> or
    /// <see cref="BoxErrorCode.NotFound"/>: look again. What was fetched before a failure need not be fetched again.
    /// </summary>
    public async Task<BoxOutcome<MountSnapshot>> BringAsync(MountListing listing, IProgress<MountProgress>? progress, CancellationToken cancellationToken)
    {
        string? place = null;
        var isWhole = false;
        try
        {
            place = folder.NewPlace(listing.Source, Interlocked.Increment(ref sequence));
            await using (var build = new SnapshotBuild(folder, known, listing, place) { Progress = progress })
            {
                if (await build.RunAsync(options.Parallelism, cancellationToken) is { } error)
                    return error;
            }

            CacheFolder.Freeze(place);
            isWhole = true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return MountFaults.Of(e, folder.Path);
        }
        finally
        {
            if (place is not null && !isWhole)
                folder.Abandon(place, listing.Source);
        }

        folder.RemoveOthers(listing.Source);
        return new MountSnapshot(listing, CacheFolder.TreeOf(place), place, Release);
    }

    /// <summary>All that counts now was brought: removes what else is left of earlier runs. Until then it stays, however many starts that takes.</summary>
    public void Forget() => folder.Forget();

    private void Release(MountSnapshot snapshot) => folder.Release(snapshot.Place);
}
