using System.Security.Cryptography;
using Amazon.S3.Model;

namespace Inference.Boxes.S3;

/// <summary>Stores one file: in one request where it fits into a part, in parts otherwise. A part is held in memory, so that it can be sent again.</summary>
internal sealed class S3Uploader(BucketClient bucket)
{
    /// <summary>What a browser must not run, whatever the name says.</summary>
    public const string ContentType = "application/octet-stream";

    public async Task<BoxOutcome<BoxEntry>> PutAsync(BoxPath path, string key, Stream content, PutOptions options, CancellationToken cancellationToken)
    {
        var partSize = bucket.Options.PartSize;

        // one byte more than was said shows that more came
        var first = (int)Math.Min(partSize, options.Length + 1 ?? partSize);
        var block = PartBuffers.Rent(first);
        var size = await content.ReadAtLeastAsync(block.AsMemory(0, first), first, throwOnEndOfStream: false, cancellationToken);
        if (size == partSize)
        {
            await using var upload = new S3MultipartUpload(bucket, path, key, options);
            return await upload.RunAsync(block, size, content, cancellationToken);
        }

        try
        {
            return await PutWholeAsync(path, key, block.AsMemory(0, size), options, cancellationToken);
        }
        finally
        {
            PartBuffers.Return(block);
        }
    }

    private async Task<BoxOutcome<BoxEntry>> PutWholeAsync(BoxPath path, string key, ReadOnlyMemory<byte> content, PutOptions options, CancellationToken cancellationToken)
    {
        if (options.Length is { } length && length != content.Length)
            return BoxError.WrongLength(path, length, $"{content.Length}");
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(content.Span));
        if (options.Sha256 is { } expected && expected != sha256)
            return BoxError.WrongDigest(path, expected, sha256);
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(content, out var bytes);
        var isConditional = options.IfAbsent || options.IfETag is not null;

        // sent again after an answer that was lost, a condition would meet the file that the first one stored
        var outcome = await bucket.CallAsync($"storing '{path}' in", repeat: !isConditional, SendAsync, cancellationToken);
        if (outcome.TryGet(out var stored, out var error))
            return new BoxEntry(path, content.Length, S3Store.Unquote(stored.ETag), bucket.Time.GetUtcNow(), sha256);
        return error.Code is BoxErrorCode.PreconditionFailed or BoxErrorCode.NotFound && isConditional ? Refused(path, options) : error;

        async Task<PutObjectResponse> SendAsync(CancellationToken token)
        {
            using var stream = new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false);
            var request = new PutObjectRequest
            {
                BucketName = bucket.Options.Bucket,
                Key = key,
                InputStream = stream,
                AutoCloseStream = false,
                UseChunkEncoding = false,
                ContentType = ContentType,
                IfNoneMatch = options.IfAbsent ? "*" : null,
                IfMatch = options.IfETag,
            };
            request.Metadata[S3Store.DigestKey] = sha256;
            return await bucket.Client.PutObjectAsync(request, token);
        }
    }

    private BoxError Refused(BoxPath path, PutOptions options) =>
        options.IfETag is { } expected ? BoxError.Changed(path, expected, null, bucket.Description) : BoxError.Exists(path, bucket.Description);
}
