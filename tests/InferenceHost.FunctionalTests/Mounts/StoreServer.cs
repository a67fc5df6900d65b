using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Inference.Testing.Hosts;
using Inference.Testing.S3;

namespace Inference.InferenceHost.FunctionalTests.Mounts;

/// <summary>A real S3 server that the tests of one class cut off as they like, and boxes in it: a bucket each.</summary>
public sealed class StoreServer : IAsyncLifetime
{
    private static int buckets;
    private S3Server? server;
    private AmazonS3Client? client;

    public S3Server Server => server.ShouldNotBeNull();

    public AmazonS3Client Client => client.ShouldNotBeNull();

    public static string NewBucketName() => $"mounts-{Interlocked.Increment(ref buckets)}";

    public async Task<string> NewBucketAsync()
    {
        var bucket = NewBucketName();
        await Client.PutBucketAsync(bucket);
        return bucket;
    }

    public async Task PutAsync(string bucket, string key, byte[] content) =>
        await Client.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = key, InputStream = new MemoryStream(content) });

    /// <summary>Manifests of a component <c>tests.name</c> whose model lies in a bucket, below <c>team/</c>.</summary>
    public ManifestFolder Manifests(string name, string bucket, string secretKey = S3Server.SecretKey)
    {
        var component = ManifestFolder.Component("tests", name).Replace($"folder: {{ path: models/tests.{name} }}", Place(bucket, "prefix: team"), StringComparison.Ordinal);
        return new ManifestFolder().Write($"{name}.yaml", component + ManifestFolder.Api("tests", name) + Keys(secretKey));
    }

    /// <summary>Of a DataBox: where it lies, by the credentials of <see cref="Keys"/>.</summary>
    /// <param name="more">Further fields.</param>
    /// <param name="address">What leads to this server; null for itself.</param>
    public string Place(string bucket, string more, Uri? address = null) =>
        $"s3: {{ endpoint: {(address ?? Server.Address).GetLeftPart(UriPartial.Authority)}, bucket: {bucket}, credentials: keys, {more} }}";

    /// <summary>A Secret <c>keys</c> with credentials.</summary>
    public static string Keys(string secretKey = S3Server.SecretKey) => $"""
        apiVersion: v1
        kind: Secret
        metadata: {"{"} name: keys, namespace: tests {"}"}
        stringData: {"{"} accessKey: {S3Server.AccessKey}, secretKey: {secretKey} {"}"}
        ---

        """;

    /// <summary>A host whose default store is a bucket.</summary>
    public HostStart DefaultOf(ManifestFolder folder, string bucket, Uri? address = null) => new(folder.FullPath)
    {
        Options = ["--s3-endpoint", (address ?? Server.Address).AbsoluteUri, "--s3-bucket", bucket],
        Environment = new Dictionary<string, string?> { ["AWS_ACCESS_KEY_ID"] = S3Server.AccessKey, ["AWS_SECRET_ACCESS_KEY"] = S3Server.SecretKey },
    };

    public async ValueTask InitializeAsync()
    {
        server = await S3Server.StartAsync(CancellationToken.None);
        client = new AmazonS3Client(new BasicAWSCredentials(S3Server.AccessKey, S3Server.SecretKey), new AmazonS3Config
        {
            ServiceURL = Server.Address.AbsoluteUri,
            ForcePathStyle = true,
            AuthenticationRegion = "us-east-1",
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        });
    }

    public async ValueTask DisposeAsync()
    {
        client?.Dispose();
        if (server is not null)
            await server.DisposeAsync();
    }
}
