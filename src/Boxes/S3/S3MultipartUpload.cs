using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Amazon.S3.Model;

namespace Inference.Boxes.S3;

/// <summary>
/// A file in parts, several on their way at once, each in a buffer of its own; memory is bounded by their number. Disposed before it is complete, it is
/// aborted: the store keeps nothing of it.
/// </summary>
internal sealed class S3MultipartUpload(BucketClient bucket, BoxPath path, string key, PutOptions options) : IAsyncDisposable
{
    /// <summary>S3 takes 10,000 parts; they grow so that they suffice for a file of unknown length too.</summary>
    private const int PartsBeforeGrowth = 1000;

    private static readonly TimeSpan AbortTimeout = TimeSpan.FromSeconds(3);
    private readonly IncrementalHash? hash = options.Sha256 is null ? null : IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly SemaphoreSlim places = new(bucket.Options.ParallelParts);
    private readonly CancellationTokenSource stop = new();
    private readonly List<Task<BoxOutcome<PartETag>>> parts = [];
    private string? upload;
    private long size;

    private string Doing => $"storing '{path}' in";

    /// <param name="first">The first part's rented buffer, given away.</param>
    /// <param name="count">Bytes in it.</param>
    /// <param name="rest">What follows.</param>
    public async Task<BoxOutcome<BoxEntry>> RunAsync(byte[] first, int count, Stream rest, CancellationToken cancellationToken)
    {
        var begin = new InitiateMultipartUploadRequest { BucketName = bucket.Options.Bucket, Key = key, ContentType = S3Uploader.ContentType };
        if (options.Sha256 is { } known)
            begin.Metadata[S3Store.DigestKey] = known;
        var begun = await bucket.CallAsync(Doing, repeat: true, token => bucket.Client.InitiateMultipartUploadAsync(begin, token), cancellationToken);
        if (!begun.TryGet(out var started, out var error))
            return error;
        upload = started.UploadId;

        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stop.Token);
        try
        {
            error = await SendAllAsync(first, count, rest, both.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // a part failed: which one is found below
        }

        var tags = new List<PartETag>(parts.Count);
        await Task.WhenAll(parts.Cast<Task>()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var part in parts)
        {
            // those that the failed one ended say nothing
            if (part.IsCanceled)
                continue;
            if ((await part).TryGet(out var tag, out var failure))
                tags.Add(tag);
            else
                error ??= failure;
        }

        error ??= FindMismatch();
        return error is null ? await CompleteAsync(tags, cancellationToken) : error;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await Task.WhenAll(parts.Cast<Task>()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (upload is not null)
        {
            await AbortAsync(upload);
        }

        hash?.Dispose();
        places.Dispose();
        stop.Dispose();
    }

    /// <summary>
    /// Also when the caller has gone: what is left would be kept, and paid for. Somebody may wait for the answer, so that a store that is down or hangs is not
    /// waited for: it keeps the parts, of which nobody sees anything, until its own clean-up.
    /// </summary>
    private async Task AbortAsync(string id)
    {
        using var patience = new CancellationTokenSource(AbortTimeout, bucket.Time);
        try
        {
            var request = new AbortMultipartUploadRequest { BucketName = bucket.Options.Bucket, Key = key, UploadId = id };
            await bucket.CallAsync(Doing, repeat: true, token => bucket.Client.AbortMultipartUploadAsync(request, token), patience.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            // kept
        }
    }

    private async Task<BoxError?> SendAllAsync(byte[] block, int count, Stream rest, CancellationToken cancellationToken)
    {
        await places.WaitAsync(cancellationToken);
        while (count > 0)
        {
            size += count;
            hash?.AppendData(block, 0, count);
            if (size > options.Length)
                return BoxError.WrongLength(path, options.Length.Value, "more");
            parts.Add(SendAsync(parts.Count + 1, block, count, cancellationToken));

            // a place before a buffer: that is what bounds the memory
            await places.WaitAsync(cancellationToken);
            var next = NextPartSize();
            block = PartBuffers.Rent(next);
            count = await rest.ReadAtLeastAsync(block.AsMemory(0, next), next, throwOnEndOfStream: false, cancellationToken);
        }

        PartBuffers.Return(block);
        return null;
    }

    private int NextPartSize()
    {
        var growth = 1L << (parts.Count / PartsBeforeGrowth);
        return (int)Math.Min(bucket.Options.PartSize * growth, 1 << 30);
    }

    private async Task<BoxOutcome<PartETag>> SendAsync(int number, byte[] block, int count, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await bucket.CallAsync(Doing, repeat: true, SendOnceAsync, cancellationToken);
            if (outcome.Error is not null)
                await stop.CancelAsync();
            return outcome;
        }
        finally
        {
            PartBuffers.Return(block);
            places.Release();
        }

        async Task<PartETag> SendOnceAsync(CancellationToken token)
        {
            using var stream = new MemoryStream(block, 0, count, writable: false);
            var request = new UploadPartRequest
            {
                BucketName = bucket.Options.Bucket,
                Key = key,
                UploadId = upload,
                PartNumber = number,
                PartSize = count,
                InputStream = stream,
                UseChunkEncoding = false,
            };
            var response = await bucket.Client.UploadPartAsync(request, token);
            return new PartETag(number, response.ETag);
        }
    }

    private BoxError? FindMismatch()
    {
        if (options.Length is { } length && length != size)
            return BoxError.WrongLength(path, length, $"{size}");
        var sha256 = hash is null ? null : Convert.ToHexStringLower(hash.GetHashAndReset());
        return sha256 == options.Sha256 ? null : BoxError.WrongDigest(path, options.Sha256!, sha256!);
    }

    private async Task<BoxOutcome<BoxEntry>> CompleteAsync(List<PartETag> tags, CancellationToken cancellationToken)
    {
        var request = new CompleteMultipartUploadRequest
        {
            BucketName = bucket.Options.Bucket,
            Key = key,
            UploadId = upload,
            PartETags = tags,
            IfNoneMatch = options.IfAbsent ? "*" : null,
            IfMatch = options.IfETag,
        };
        var completed = await bucket.CallAsync(Doing, repeat: false, token => bucket.Client.CompleteMultipartUploadAsync(request, token), cancellationToken);
        var look = new GetObjectMetadataRequest { BucketName = bucket.Options.Bucket, Key = key };
        if (completed.Error is { Code: not BoxErrorCode.Unreachable } refused)
            return refused;

        // the answer has no ETag in some stores; and where it was lost, the file may be there all the same
        var found = await bucket.CallAsync(Doing, repeat: true, token => bucket.Client.GetObjectMetadataAsync(look, token), cancellationToken);
        if (!found.TryGet(out var entry, out var error))
            return completed.Error ?? error;
        if (completed.Error is { } lost && S3Store.Unquote(entry.ETag) != ExpectedTag(tags))
            return lost;
        upload = null;
        return new BoxEntry(path, size, S3Store.Unquote(entry.ETag), S3Store.ToTime(entry.LastModified), options.Sha256);
    }

    /// <summary>The digest of the parts' digests, as S3 and most others have it; null where the parts' tags are no digests.</summary>
    [SuppressMessage("Security", "CA5351:Do Not Use Broken Cryptographic Algorithms", Justification = "it is S3's format, and proves nothing but identity here")]
    private static string? ExpectedTag(List<PartETag> tags)
    {
        var digests = new List<byte>();
        foreach (var tag in tags.Select(part => S3Store.Unquote(part.ETag)))
        {
            if (tag.Length != 2 * MD5.HashSizeInBytes || !tag.All(char.IsAsciiHexDigit))
                return null;
            digests.AddRange(Convert.FromHexString(tag));
        }

        return $"{Convert.ToHexStringLower(MD5.HashData(digests.ToArray()))}-{tags.Count}";
    }
}
