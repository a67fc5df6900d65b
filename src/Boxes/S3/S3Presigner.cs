using Amazon.S3;
using Amazon.S3.Model;

namespace Inference.Boxes.S3;

/// <summary>
/// The store's own links. What is downloaded by one is a file to be saved, whatever it holds: the store may serve it from a name that browsers trust.
/// </summary>
internal sealed class S3Presigner(BucketClient bucket, S3Endpoint endpoint) : IPresigner, IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);
    private readonly Uri address = bucket.Options.PublicEndpoint ?? endpoint.Address;
    private readonly AmazonS3Client client = bucket.Create(bucket.Options.PublicEndpoint ?? endpoint.Address);

    public async Task<BoxOutcome<Uri>> PresignAsync(LinkMethod method, BoxPath path, TimeSpan lifetime)
    {
        if (lifetime <= TimeSpan.Zero || lifetime > Longest)
            throw new ArgumentOutOfRangeException(nameof(lifetime), lifetime, "a link lives for up to seven days");
        if (bucket.TryKey(path, out var error) is not { } key)
            return error!;
        var request = new GetPreSignedUrlRequest
        {
            BucketName = bucket.Options.Bucket,
            Key = key,
            Verb = method == LinkMethod.Put ? HttpVerb.PUT : HttpVerb.GET,
            Expires = bucket.Time.GetUtcNow().UtcDateTime + lifetime,
            Protocol = address.Scheme == Uri.UriSchemeHttp ? Protocol.HTTP : Protocol.HTTPS,
        };
        if (method == LinkMethod.Get)
        {
            request.ResponseHeaderOverrides.ContentType = "application/octet-stream";
            request.ResponseHeaderOverrides.ContentDisposition = $"attachment; filename*=UTF-8''{Uri.EscapeDataString(path.Name)}";
        }

        var link = await bucket.CallAsync($"signing a link to '{path}' in", repeat: false, _ => client.GetPreSignedURLAsync(request), CancellationToken.None);
        return link.TryGet(out var text, out error) ? new Uri(text) : error;
    }

    public void Dispose() => client.Dispose();
}
