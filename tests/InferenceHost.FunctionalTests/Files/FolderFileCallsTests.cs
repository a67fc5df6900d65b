using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Files;

/// <summary>A folder that the manifest names.</summary>
public sealed class FolderFileCallsTests(FilesHost files) : FileCallsTests(files, Box, "little")
{
    private const string Box = "folder";

    protected override string LinksBeginWith => $"http://localhost/tests/files/{Box}/both/";

    protected override bool IsServedByUs => true;

    [Fact]
    public async Task Folder_OfABox_HoldsTheFileUnderItsCaller()
    {
        await AskAsync("POST", "place/f.txt", "here");

        (await File.ReadAllTextAsync(Path.Combine(files.Folder, "users/bob/file_groups/place/f.txt"), TestContext.Current.CancellationToken)).ShouldBe("here");
    }

    [Fact]
    public async Task Link_TamperedWith_IsRefusedWithAProblem()
    {
        await AskAsync("POST", "mine/g", "bob's");
        var link = (await AskAsync("GET", "mine/g")).Link();

        foreach (var tampered in (string[])[link.Replace("/folder/", "/users/"), link + "&user=eve", link + "&signature=x"])
            (await files.Host.FollowAsync("GET", tampered)).ShouldBeProblem(403);
        (await files.Host.FollowAsync("DELETE", link)).ShouldBeProblem(405);
    }

    [Fact]
    public async Task Download_ByOurOwnLink_KnowsHeadAndOddRanges()
    {
        await AskAsync("POST", "ranges/own.txt", "0123456789");
        var link = (await AskAsync("GET", "ranges/own.txt")).Link();
        Task<RawResponse> Ask(params (string Name, string Value)[] headers) => files.Host.FollowAsync("GET", link, headers: headers);
        var head = await files.Host.FollowAsync("HEAD", link);
        head.ShouldBeOk().Header("Content-Length").ShouldBe("10");
        var tag = head.Header("ETag").ShouldNotBeNull();

        foreach (var range in (string[])["bytes=10-", "bytes=-0"])
            (await Ask(("Range", range))).ShouldBeProblem(416).Header("Content-Range").ShouldBe("bytes */10");
        foreach (var range in (string[])["bytes=4-2", "lines=1-2", "bytes=1-2,4-5", "bytes=x-"])
            (await Ask(("Range", range))).ShouldBeOk().Text.Length.ShouldBe(10);
        (await Ask(("Range", "bytes=0-0"), ("If-Range", tag))).Text.ShouldBe("0");
        (await Ask(("Range", "bytes=0-0"), ("If-Range", "\"older\""))).ShouldBeOk();
        (await Ask(("If-None-Match", $"\"x\", W/{tag}"))).Status.ShouldBe(304);
    }

    [Fact]
    public async Task Capacity_UsedUp_IsAskedForWhenALinkIsUsed()
    {
        (await files.AskAsync("POST", "little/links/most", new string('x', 990))).Status.ShouldBe(201);
        var link = (await files.AskAsync("PUT", "little/links/more")).Link();

        (await files.Host.FollowAsync("PUT", link, new string('x', 20))).ShouldBeProblem(507);
        (await files.Host.FollowAsync("PUT", link, "x")).ShouldBeOk();

        (await files.AskAsync("GET", "little/links")).Json.Names().ShouldBe(["more", "most"]);
        (await files.AskAsync("DELETE", "little/links")).Status.ShouldBe(204);
    }

    protected override Task<int> UnfinishedAsync()
    {
        var folder = Path.Combine(files.Folder, ".inference-partial");
        return Task.FromResult(Directory.Exists(folder) ? Directory.GetFiles(folder).Count(path => new FileInfo(path).Length > 0) : 0);
    }
}
