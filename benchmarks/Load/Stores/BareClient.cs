using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Inference.Testing.S3;

namespace Inference.Load.Stores;

/// <summary>A bucket by the SDK alone, as it comes: the least there is to do.</summary>
internal sealed class BareClient(Uri address, string bucket) : IDisposable
{
    private readonly AmazonS3Client client = new(new BasicAWSCredentials(S3Server.AccessKey, S3Server.SecretKey), new AmazonS3Config
    {
        ServiceURL = address.AbsoluteUri,
        ForcePathStyle = true,
        AuthenticationRegion = "us-east-1",
        RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
        ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
    });

    /// <summary>Makes the bucket, with objects of random content.</summary>
    public async Task FillAsync(string prefix, int objects, int size, CancellationToken cancellationToken)
    {
        await client.PutBucketAsync(bucket, cancellationToken);
        var random = new Random(1);
        for (var i = 0; i < objects; i++)
        {
            var content = new byte[size];
            random.NextBytes(content);
            var request = new PutObjectRequest { BucketName = bucket, Key = $"{prefix}{i / 100}/{i}", InputStream = new MemoryStream(content), UseChunkEncoding = false };
            await client.PutObjectAsync(request, cancellationToken);
        }
    }

    /// <summary>List, get, write.</summary>
    public async Task FetchAsync(string prefix, string folder, int parallelism, CancellationToken cancellationToken)
    {
        var keys = new List<string>();
        var request = new ListObjectsV2Request { BucketName = bucket, Prefix = prefix };
        ListObjectsV2Response page;
        do
        {
            page = await client.ListObjectsV2Async(request, cancellationToken);
            keys.AddRange(page.S3Objects.Select(item => item.Key));
            request.ContinuationToken = page.NextContinuationToken;
        }
        while (page.IsTruncated is true);
        await Parallel.ForEachAsync(keys, new ParallelOptions { MaxDegreeOfParallelism = parallelism, CancellationToken = cancellationToken }, async (key, token) =>
        {
            var path = Path.Combine(folder, key);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var found = await client.GetObjectAsync(bucket, key, token);
            await using var file = File.Create(path);
            await found.ResponseStream.CopyToAsync(file, token);
        });
    }

    public void Dispose() => client.Dispose();
}
