using Amazon.Runtime;
using Amazon.S3;

namespace Inference.Boxes.S3;

/// <summary>The part of a bucket that is the box: its client, its keys, and the one way to call it.</summary>
internal sealed class BucketClient : IDisposable
{
    private readonly S3Endpoint endpoint;

    public BucketClient(S3Endpoint endpoint, S3Options options)
    {
        this.endpoint = endpoint;
        Options = options;
        Prefix = options.Prefix.Length == 0 || options.Prefix.EndsWith('/') ? options.Prefix : options.Prefix + "/";
        Description = $"the bucket '{options.Bucket}'{(Prefix.Length == 0 ? "" : $" (under '{Prefix}')")} at {endpoint.Address.GetLeftPart(UriPartial.Authority)}";
        Client = Create(endpoint.Address);
    }

    public S3Options Options { get; }

    public string Prefix { get; }

    public string Description { get; }

    public AmazonS3Client Client { get; }

    public TimeProvider Time => endpoint.Time;

    public TimeSpan ReadTimeout => endpoint.Options.AttemptTimeout;

    /// <summary>The store's name of a file; an error where box and file together have too long a name.</summary>
    public string? TryKey(BoxPath path, out BoxError? error)
    {
        var key = Prefix + path.Value;
        error = System.Text.Encoding.UTF8.GetByteCount(key) <= Paths.PathRule.LongestPath
            ? null
            : BoxError.InvalidPath(path.Value, $"with what every name of this box begins with it is longer than {Paths.PathRule.LongestPath} bytes of UTF-8");
        return error is null ? key : null;
    }

    /// <param name="doing">For messages: "storing 'a/b' in".</param>
    /// <param name="repeat">Whether doing it twice does no harm.</param>
    /// <param name="call">One attempt.</param>
    public Task<BoxOutcome<T>> CallAsync<T>(string doing, bool repeat, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
        where T : class => ReadAsync(doing, endpoint.CallAsync(repeat, call, cancellationToken), cancellationToken);

    /// <summary>As <see cref="CallAsync"/>, of what brings no file and takes none, and may be repeated: soon over also where the store hangs.</summary>
    public Task<BoxOutcome<T>> AskAsync<T>(string doing, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
        where T : class => ReadAsync(doing, endpoint.AskAsync(call, cancellationToken), cancellationToken);
    public AmazonS3Client Create(Uri address)
    {
        var config = new AmazonS3Config
        {
            ServiceURL = address.AbsoluteUri,
            ForcePathStyle = true,
            AuthenticationRegion = Options.Region,
            HttpClientFactory = new SharedHttp(endpoint.Http),
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            MaxErrorRetry = 0,
        };
        if (Options.IsAnonymous)
            return new AmazonS3Client(new Amazon.Runtime.AnonymousAWSCredentials(), config);
        return Options.Credentials is { } given ? new AmazonS3Client(given.ToAws(), config) : new AmazonS3Client(config);
    }

    public void Dispose() => Client.Dispose();

    private async Task<BoxOutcome<T>> ReadAsync<T>(string doing, Task<T> answer, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await answer;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && S3Faults.Of(e, doing, Description) is not null)
        {
            return S3Faults.Of(e, doing, Description)!;
        }
    }
}
