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
        var store = $"s3: {{ endpoint: {Server.Address.GetLeftPart(UriPartial.Authority)}, bucket: {bucket}, prefix: team, credentials: keys }}";
        var component = ManifestFolder.Component("tests", name).Replace($"folder: {{ path: models/tests.{name} }}", store, StringComparison.Ordinal);
        var secret = $"""
            apiVersion: v1
            kind: Secret
            metadata: {"{"} name: keys, namespace: tests {"}"}
            stringData: {"{"} accessKey: {S3Server.AccessKey}, secretKey: {secretKey} {"}"}

            """;
        return new ManifestFolder().Write($"{name}.yaml", component + ManifestFolder.Api("tests", name) + secret);
    }

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
