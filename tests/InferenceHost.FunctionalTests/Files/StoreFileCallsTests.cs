using Amazon.S3.Model;

namespace Inference.InferenceHost.FunctionalTests.Files;

/// <summary>A part of a bucket in a real S3 store.</summary>
public sealed class StoreFileCallsTests(StoreFilesHost files) : FileCallsTests(files, "users", "small"), IClassFixture<StoreFilesHost>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected override string LinksBeginWith => $"{files.Store.Server.Address.GetLeftPart(UriPartial.Authority)}/{files.Bucket}/tests/users/users/bob/file_groups/both/";

    protected override bool IsServedByUs => false;

    [Fact]
    public async Task Bucket_OfABox_HoldsTheFileUnderItsCaller()
    {
        await AskAsync("POST", "place/f.txt", "here");

        using var found = await files.Store.Client.GetObjectAsync(files.Bucket, "tests/users/users/bob/file_groups/place/f.txt", Stop);
        using var reader = new StreamReader(found.ResponseStream);
        (await reader.ReadToEndAsync(Stop)).ShouldBe("here");
    }

    [Fact]
    public async Task Links_OfABoxWithAPublicEndpoint_LeadThere()
    {
        var put = (await files.AskAsync("PUT", "elsewhere/g/%C3%A4%20+.txt")).Link();
        put.ShouldStartWith($"{files.PublicEndpoint}/{files.Bucket}/elsewhere/users/bob/file_groups/g/");
        (await files.Host.FollowAsync("PUT", put, "by the other name")).ShouldBeOk();

        var redirect = await files.AskAsync("GET", "elsewhere/g/%C3%A4%20+.txt?download");
        redirect.Header("Location").ShouldNotBeNull().ShouldStartWith(files.PublicEndpoint);
        (await files.Host.FollowAsync("GET", redirect.Header("Location")!)).Text.ShouldBe("by the other name");
    }

    [Fact]
    public async Task Capacity_OfWhatOthersStored_CountsBeforeALinkIsSigned()
    {
        (await files.AskAsync("POST", "packed/g/large", new string('x', 20))).ShouldBeProblem(507);
        (await files.AskAsync("PUT", "packed/g/nearly")).Status.ShouldBe(201);

        (await files.AskAsync("POST", "packed/g/last", new string('x', 10))).Status.ShouldBe(201);

        (await files.AskAsync("PUT", "packed/g/more")).ShouldBeProblem(507);
        (await files.AskAsync("DELETE", "packed/g/last")).Status.ShouldBe(204);
        (await files.AskAsync("PUT", "packed/g/more")).Status.ShouldBe(201);
    }

    protected override async Task<int> UnfinishedAsync()
    {
        var found = await files.Store.Client.ListMultipartUploadsAsync(new ListMultipartUploadsRequest { BucketName = files.Bucket }, Stop);
        return found.MultipartUploads?.Count ?? 0;
    }
}
