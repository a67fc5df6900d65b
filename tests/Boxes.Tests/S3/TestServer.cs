using Amazon.Runtime;
using Amazon.S3;
using Inference.Testing.S3;

[assembly: AssemblyFixture(typeof(Inference.Boxes.Tests.S3.TestServer))]

namespace Inference.Boxes.Tests.S3;

/// <summary>One server for all tests of the assembly; each makes a bucket of its own.</summary>
public sealed class TestServer : IAsyncLifetime
{
    /// <summary>The smallest that S3 takes.</summary>
    public const int PartSize = 5 << 20;

    private static readonly S3Credentials Credentials = new(S3Server.AccessKey, S3Server.SecretKey);
    private static int buckets;
    private AmazonS3Client? client;
    private S3Server? server;

    public S3Server Server => server.ShouldNotBeNull();

    public Uri Address => Server.Address;

    /// <summary>The bare SDK, to look at what our store did.</summary>
    public AmazonS3Client Client => client.ShouldNotBeNull();

    public async Task<S3Options> NewBucketAsync()
    {
        var name = $"bucket-{Interlocked.Increment(ref buckets)}";
        await Client.PutBucketAsync(name);
        return Options(name);
    }

    public S3Options Options(string bucket) => new(bucket) { Credentials = Credentials, PartSize = PartSize };

    public async ValueTask InitializeAsync()
    {
        server = await S3Server.StartAsync(CancellationToken.None);
        client = new AmazonS3Client(new BasicAWSCredentials(S3Server.AccessKey, S3Server.SecretKey), new AmazonS3Config
        {
            ServiceURL = Address.AbsoluteUri,
            ForcePathStyle = true,
            AuthenticationRegion = S3Options.DefaultRegion,
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
