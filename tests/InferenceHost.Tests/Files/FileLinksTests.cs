using Inference.Boxes;
using Inference.Testing;
using InferenceHost.Files;
using InferenceHost.Protocols.Transfers;
using InferenceHost.Publishing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging.Abstractions;

namespace Inference.InferenceHost.Tests.Files;

public sealed class FileLinksTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly ManualClock clock = new();

    [Fact]
    public async Task Verify_ALink_IsValidForItsTimeAndItsMethod()
    {
        var links = new FileLinks(LinkSigner.Open(folder["key"]).Signer.ShouldNotBeNull(), clock);
        var box = new Box(new PlannedBox("pu", "b", folder["b"], IsOwn: true, null), new FolderStore(folder["b"]), new StoreLog(NullLogger<StoreLog>.Instance));
        var path = BoxPath.Parse("g/ä b");

        (await links.SignAsync(LinkMethod.Get, box, "bob", path, "https://x.example/p")).TryGet(out var link, out _).ShouldBeTrue();

        link!.Url.ShouldStartWith("https://x.example/p/pu/files/b/g/%C3%A4%20b?user=bob&expires=");
        var query = LinkQuery.Read(new QueryCollection(QueryHelpers.ParseQuery(new Uri(link.Url).Query))).ShouldNotBeNull();
        query.Expires.ShouldBe(link.Expires);
        LinkVerdict Verify(LinkMethod method) => links.Verify(new LinkClaim(method, "pu", "b", query.User, path, query.Expires), query.Signature);
        Verify(LinkMethod.Get).ShouldBe(LinkVerdict.Valid);
        Verify(LinkMethod.Put).ShouldBe(LinkVerdict.Forged);
        clock.Advance(FileLinks.Lifetime);
        Verify(LinkMethod.Get).ShouldBe(LinkVerdict.Expired);
    }

    [Theory]
    [InlineData("?user=b&expires=1", false)]
    [InlineData("?signature=x", true)]
    [InlineData("?signature=x&user=b&expires=-1", true)]
    [InlineData("?signature=x&user=b&expires=99999999999999999", true)]
    [InlineData("?signature=x&signature=y&user=b&expires=1", true)]
    [InlineData("?signature=x&user=b&user=c&expires=1", true)]
    public void Read_ABadQuery_IsALinkThatNeverPasses(string query, bool isLink)
    {
        var read = LinkQuery.Read(new QueryCollection(QueryHelpers.ParseQuery(query)));

        (read is not null).ShouldBe(isLink);
        (read?.Signature ?? "").ShouldBe("");
    }

    public void Dispose() => folder.Dispose();
}
