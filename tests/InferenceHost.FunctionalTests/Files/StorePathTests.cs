using Amazon.S3.Model;

namespace Inference.InferenceHost.FunctionalTests.Files;

/// <summary>Of a part of a bucket in a real S3 store.</summary>
public sealed class StorePathTests(StoreFilesHost files) : FilePathTests(files, "users"), IClassFixture<StoreFilesHost>
{
    protected override string Place => files.Bucket;

    protected override async Task<string[]> OutsideAsync()
    {
        var found = await files.Store.Client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = files.Bucket }, TestContext.Current.CancellationToken);
        return [.. found.S3Objects.Select(item => item.Key).Where(key => !key.StartsWith("tests/users/users/bob/file_groups/", StringComparison.Ordinal) && !key.StartsWith("tests/packed/", StringComparison.Ordinal))];
    }
}
