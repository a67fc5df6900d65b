using Amazon.S3.Model;

namespace Inference.Boxes.S3;

/// <summary>Reads one object, also from the middle when a connection broke.</summary>
internal sealed class S3Reader(BucketClient bucket, BoxPath path, string key)
{
    public string Description => $"'{path}' in {bucket.Description}";

    public TimeProvider Time => bucket.Time;

    public TimeSpan ReadTimeout => bucket.ReadTimeout;

    public async Task<BoxOutcome<BoxContent>> OpenAsync(GetOptions options, CancellationToken cancellationToken)
    {
        var outcome = await RequestAsync(options, cancellationToken);
        if (!outcome.TryGet(out var response, out var error))
            return error;
        var (offset, size) = ReadRange(response);
        var entry = new BoxEntry(path, size, S3Store.Unquote(response.ETag), S3Store.ToTime(response.LastModified), response.Metadata[S3Store.DigestKey]);
        var stream = new S3BodyStream(this, response, entry.ETag, offset, response.ContentLength);
        return new BoxContent(entry, stream, offset, response.ContentLength);
    }

    /// <summary>The rest of what was being read, of the very same object.</summary>
    public Task<BoxOutcome<GetObjectResponse>> ResumeAsync(string tag, long first, long last, CancellationToken cancellationToken) =>
        RequestAsync(new GetOptions { Range = ByteRange.Between(first, last), IfETag = tag }, cancellationToken);

    private async Task<BoxOutcome<GetObjectResponse>> RequestAsync(GetOptions options, CancellationToken cancellationToken)
    {
        var request = new GetObjectRequest { BucketName = bucket.Options.Bucket, Key = key, EtagToMatch = options.IfETag };
        if (options.Range is { } range)
            request.ByteRange = new Amazon.S3.Model.ByteRange(range.ToString());
        var outcome = await bucket.CallAsync($"reading '{path}' from", repeat: true, token => bucket.Client.GetObjectAsync(request, token), cancellationToken);
        return outcome.Error switch
        {
            { Code: BoxErrorCode.NotFound } => BoxError.NotFound(path, bucket.Description),
            { Code: BoxErrorCode.PreconditionFailed } when options.IfETag is { } expected => BoxError.Changed(path, expected, null, bucket.Description),
            _ => outcome,
        };
    }

    /// <summary><c>bytes 5-9/100</c>: where the part begins, and the size of the whole.</summary>
    private static (long Offset, long Size) ReadRange(GetObjectResponse response)
    {
        if (response.ContentRange is not { Length: > 0 } said || !System.Net.Http.Headers.ContentRangeHeaderValue.TryParse(said, out var range))
            return (0, response.ContentLength);
        return (range.From ?? 0, range.Length ?? response.ContentLength);
    }
}
