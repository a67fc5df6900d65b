using Amazon.S3.Model;
using Inference.Boxes.S3;

namespace Inference.Boxes;

/// <summary>
/// A part of a bucket as a box, in any store that speaks S3. The endpoint is shared and stays its owner's. A condition on storing is the store's to keep:
/// for a file larger than one part it is looked at before and sent along at the end, which older stores pass over.
/// </summary>
public sealed class S3Store : IBoxStore
{
    internal const string DigestKey = "x-amz-meta-sha256";
    private readonly BucketClient bucket;
    private readonly S3Uploader uploader;
    private volatile bool isBucketSeen;

    public S3Store(S3Endpoint endpoint, S3Options options)
    {
        bucket = new BucketClient(endpoint, options);
        uploader = new S3Uploader(bucket);
        Presigner = new S3Presigner(bucket, endpoint);
    }

    public string Description => bucket.Description;

    public IPresigner Presigner { get; }

    public async Task<BoxOutcome<BoxEntry>> PutAsync(BoxPath path, Stream content, PutOptions options, CancellationToken cancellationToken)
    {
        if (bucket.TryKey(path, out var error) is not { } key)
            return error!;
        if (options.IfAbsent || options.IfETag is not null)
        {
            var there = await HeadAsync(path, cancellationToken);
            if (there.Error is { Code: not BoxErrorCode.NotFound } failure)
                return failure;
            there.TryGet(out var entry, out _);
            if (options.IfAbsent && entry is not null)
                return BoxError.Exists(path, Description);
            if (options.IfETag is { } expected && entry?.ETag != expected)
                return BoxError.Changed(path, expected, entry?.ETag ?? "none: it is not there", Description);
        }

        var outcome = await uploader.PutAsync(path, key, content, options, cancellationToken);
        if (outcome.Error is null)
            isBucketSeen = true;
        return outcome;
    }

    public async Task<BoxOutcome<BoxContent>> GetAsync(BoxPath path, GetOptions options, CancellationToken cancellationToken)
    {
        if (bucket.TryKey(path, out var error) is not { } key)
            return error!;
        var reader = new S3Reader(bucket, path, key);
        return await reader.OpenAsync(options, cancellationToken);
    }

    public async Task<BoxOutcome<BoxEntry>> HeadAsync(BoxPath path, CancellationToken cancellationToken)
    {
        if (bucket.TryKey(path, out var tooLong) is not { } key)
            return tooLong!;
        var request = new GetObjectMetadataRequest { BucketName = bucket.Options.Bucket, Key = key };
        var outcome = await bucket.AskAsync($"looking at '{path}' in", token => bucket.Client.GetObjectMetadataAsync(request, token), cancellationToken);
        if (outcome.TryGet(out var found, out var error))
        {
            isBucketSeen = true;
            return new BoxEntry(path, found.ContentLength, Unquote(found.ETag), ToTime(found.LastModified), found.Metadata[DigestKey]);
        }

        if (error.Code != BoxErrorCode.NotFound)
            return error;

        // an answer without a body does not say whether the file or the bucket is missing
        if (!isBucketSeen && (await ListAsync(new BoxListing(default) { PageSize = 1 }, cancellationToken)).Error is { } missing)
            return missing;
        return BoxError.NotFound(path, Description);
    }

    public async Task<BoxOutcome<BoxPage>> ListAsync(BoxListing listing, CancellationToken cancellationToken)
    {
        if (listing.PageSize is < 1 or > BoxListing.LongestPage)
            throw new ArgumentException($"a page has 1 to {BoxListing.LongestPage} entries, not {listing.PageSize}", nameof(listing));
        var outcome = await ListKeysAsync(listing, cancellationToken);
        if (!outcome.TryGet(out var found, out var error))
            return error;
        isBucketSeen = true;
        return S3Listing.ToPage(found, bucket.Prefix);
    }

    public async Task<BoxError?> DeleteAsync(BoxPath path, CancellationToken cancellationToken)
    {
        if (bucket.TryKey(path, out var tooLong) is not { } key)
            return tooLong;
        return await DeleteKeyAsync(key, cancellationToken);
    }

    public async Task<BoxError?> DeleteAllAsync(BoxPrefix prefix, CancellationToken cancellationToken)
    {
        var listing = new BoxListing(prefix) { Recursive = true };
        while (true)
        {
            var outcome = await ListKeysAsync(listing, cancellationToken);
            if (!outcome.TryGet(out var found, out var error))
                return error;

            // everything below goes, also what no path can name
            var keys = (found.S3Objects ?? []).ConvertAll(item => item.Key);
            error = await DeleteKeysAsync(keys, cancellationToken);
            if (error is not null || found.IsTruncated is not true)
                return error;
            listing = listing with { Continuation = found.NextContinuationToken };
        }
    }

    public ValueTask DisposeAsync()
    {
        bucket.Dispose();
        (Presigner as IDisposable)?.Dispose();
        return ValueTask.CompletedTask;
    }

    internal static string Unquote(string? tag) => tag?.Trim('"') ?? "";

    internal static DateTimeOffset ToTime(DateTime? time) => time is { } known ? new DateTimeOffset(known.ToUniversalTime()) : DateTimeOffset.UnixEpoch;

    private Task<BoxOutcome<ListObjectsV2Response>> ListKeysAsync(BoxListing listing, CancellationToken cancellationToken)
    {
        var request = new ListObjectsV2Request
        {
            BucketName = bucket.Options.Bucket,
            Prefix = bucket.Prefix + listing.Prefix.Value,
            Delimiter = listing.Recursive ? null : "/",
            MaxKeys = listing.PageSize,
            ContinuationToken = listing.Continuation,
        };
        return bucket.AskAsync($"listing '{listing.Prefix}' in", token => bucket.Client.ListObjectsV2Async(request, token), cancellationToken);
    }

    private async Task<BoxError?> DeleteKeysAsync(List<string> keys, CancellationToken cancellationToken)
    {
        if (keys.Count == 0)
            return null;
        var request = new DeleteObjectsRequest { BucketName = bucket.Options.Bucket, Objects = keys.ConvertAll(key => new KeyVersion { Key = key }), Quiet = true };
        var outcome = await bucket.AskAsync($"removing {keys.Count} files from", token => bucket.Client.DeleteObjectsAsync(request, token), cancellationToken);
        return outcome.Error;
    }

    private async Task<BoxError?> DeleteKeyAsync(string key, CancellationToken cancellationToken)
    {
        var request = new DeleteObjectRequest { BucketName = bucket.Options.Bucket, Key = key };
        var outcome = await bucket.AskAsync("removing a file from", token => bucket.Client.DeleteObjectAsync(request, token), cancellationToken);
        return outcome.Error is { Code: not BoxErrorCode.NotFound } error ? error : null;
    }
}
