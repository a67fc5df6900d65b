using System.Net;
using System.Net.Sockets;
using System.Text;
using Amazon.S3.Model;

namespace Inference.Boxes.Tests.S3;

/// <summary>What only an S3 store can do to a box: credentials, buckets, links, pages, what others put there.</summary>
public sealed class S3StoreTests(TestServer server) : IDisposable
{
    private readonly S3Endpoint endpoint = new(server.Address);
    private readonly HttpClient http = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        endpoint.Dispose();
        http.Dispose();
    }

    [Theory]
    [InlineData("TESTACCESSKEY", "wrong-secret-text")]
    [InlineData("NOBODY", "wrong-secret-text")]
    public async Task AnyCall_WrongCredentials_IsDeniedWithoutSayingThem(string access, string secret)
    {
        await using var store = new S3Store(endpoint, await server.NewBucketAsync() with { Credentials = new S3Credentials(access, secret) });
        foreach (var error in await AllErrorsAsync(store))
        {
            error.ShouldNotBeNull().Code.ShouldBe(BoxErrorCode.Denied, error.Message);
            error.Message.ShouldNotContain(secret);
            error.Message.ShouldNotContain(access);
        }
    }

    [Fact]
    public async Task AnyCall_Anonymous_IsUnsignedWhateverCredentialsAreThere()
    {
        // those at hand would be let in
        await using var store = new S3Store(endpoint, await server.NewBucketAsync() with { IsAnonymous = true });
        foreach (var error in await AllErrorsAsync(store))
            error.ShouldNotBeNull().Code.ShouldBe(BoxErrorCode.Denied, error.Message);
    }

    [Fact]
    public async Task AnyCall_NobodyTakesTheConnection_IsUnreachableInTime()
    {
        // a queue that is full: further connections are neither taken nor refused
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        var queue = new List<Socket>();
        for (var i = 0; i < 3; i++)
        {
            var waiting = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            queue.Add(waiting);
            _ = waiting.ConnectAsync((IPEndPoint)listener.LocalEndPoint!, Stop).AsTask();
        }

        using var silent = new S3Endpoint(new Uri($"http://{listener.LocalEndPoint}"), new S3EndpointOptions { ConnectTimeout = TimeSpan.FromMilliseconds(300), Retries = 0 });
        await using var store = new S3Store(silent, server.Options("any"));
        var error = (await store.HeadAsync(BoxPath.Parse("a"), Stop)).Error.ShouldNotBeNull();
        error.Code.ShouldBe(BoxErrorCode.Unreachable, error.Message);
        queue.ForEach(socket => socket.Dispose());
    }

    [Fact]
    public async Task AnyCall_NoSuchBucket_IsBucketMissing()
    {
        await using var store = new S3Store(endpoint, server.Options("no-such-bucket"));
        var errors = await AllErrorsAsync(store);
        errors.ShouldAllBe(error => error != null && error.Code == BoxErrorCode.BucketMissing);
        errors[0].ShouldNotBeNull().Message.ShouldContain("no-such-bucket");
    }

    [Fact]
    public async Task ListAndDeleteAll_MoreThanAPage_AreComplete()
    {
        var options = await server.NewBucketAsync();
        await using var store = new S3Store(endpoint, options);
        await Parallel.ForAsync(0, 1205, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Stop }, async (i, _) => await PutAsync(store, $"group/{i:d4}", "x"));
        (await store.ListAllAsync(default, Stop)).TryGet(out var all, out _).ShouldBeTrue();
        all.ShouldNotBeNull().Select(entry => entry.Path.Value).ShouldBe(Enumerable.Range(0, 1205).Select(i => $"group/{i:d4}"));
        (await store.DeleteAllAsync(BoxPrefix.Parse("group"), Stop)).ShouldBeNull();
        (await server.Client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = options.Bucket }, Stop)).KeyCount.ShouldBe(0);
    }

    [Fact]
    public async Task List_KeysThatNoBoxMayHave_AreCountedAndNotShown()
    {
        var options = await server.NewBucketAsync() with { Prefix = "box" };
        await using var store = new S3Store(endpoint, options);
        foreach (var key in new[] { "box/good", "box/a//b", "box/../c", "box/folder/", "boxes/d", "e" })
            await server.Client.PutObjectAsync(new PutObjectRequest { BucketName = options.Bucket, Key = key, ContentBody = "x"[..(key.EndsWith('/') ? 0 : 1)] }, Stop);
        (await store.ListAsync(new BoxListing(default) { Recursive = true }, Stop)).TryGet(out var page, out _).ShouldBeTrue();
        page.ShouldNotBeNull().Files.ShouldHaveSingleItem().Path.Value.ShouldBe("good");
        page.Unnameable.ShouldBe(2);
    }

    [Theory]
    [InlineData("plain.txt")]
    [InlineData("group/with space+and%20percent")]
    [InlineData("what?now#then&so=on;a,b:c@d$e!f'g(h)i*j[k]l~m")]
    [InlineData("Grüße/日本語/😀.html")]
    public async Task Presign_PutAndGet_WorkWithoutUs(string name)
    {
        await using var store = new S3Store(endpoint, await server.NewBucketAsync() with { Prefix = "box" });
        var path = BoxPath.Parse(name);
        var put = await LinkAsync(store, LinkMethod.Put, path);
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes("by a link"));
        (await http.PutAsync(put, body, Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await store.HeadAsync(path, Stop)).TryGet(out var entry, out _).ShouldBeTrue();
        entry.ShouldNotBeNull().Size.ShouldBe(9);

        var get = await LinkAsync(store, LinkMethod.Get, path);
        using var answer = await http.GetAsync(get, Stop);
        (await answer.Content.ReadAsStringAsync(Stop)).ShouldBe("by a link");
        answer.Content.Headers.ContentType.ShouldNotBeNull().MediaType.ShouldBe("application/octet-stream");
        answer.Content.Headers.ContentDisposition.ShouldNotBeNull().DispositionType.ShouldBe("attachment");
        answer.Content.Headers.ContentDisposition.FileNameStar.ShouldBe(path.Name);

        (await http.PutAsync(get, body, Stop)).StatusCode.ShouldBe(HttpStatusCode.Forbidden, "a link to read is none to write");
    }

    [Fact]
    public async Task Presign_Expired_IsRefused()
    {
        var options = await server.NewBucketAsync();
        await using var store = new S3Store(endpoint, options);
        await PutAsync(store, "a", "x");
        var link = await LinkAsync(store, LinkMethod.Get, BoxPath.Parse("a"), TimeSpan.FromSeconds(1));
        await Inference.Testing.Condition.HoldsAsync(
            async () => (await http.GetAsync(link, Stop)).StatusCode == HttpStatusCode.Forbidden, () => "the link goes on working");
    }

    [Fact]
    public async Task Presign_PublicEndpoint_IsWhereTheLinkLeads()
    {
        var options = await server.NewBucketAsync() with { PublicEndpoint = new Uri("https://files.example:8443") };
        await using var store = new S3Store(endpoint, options);
        var link = await LinkAsync(store, LinkMethod.Get, BoxPath.Parse("a/b"));
        link.GetLeftPart(UriPartial.Path).ShouldBe($"https://files.example:8443/{options.Bucket}/a/b");
    }

    [Fact]
    public async Task Put_LargeThatFails_LeavesNoPartsInTheStore()
    {
        var options = await server.NewBucketAsync();
        await using var store = new S3Store(endpoint, options);
        using var content = new MemoryStream(new byte[TestServer.PartSize * 3]);
        var outcome = await store.PutAsync(BoxPath.Parse("a"), content, new PutOptions { Sha256 = new string('0', 64) }, Stop);
        outcome.Error.ShouldNotBeNull().Code.ShouldBe(BoxErrorCode.ContentMismatch);
        var uploads = await server.Client.ListMultipartUploadsAsync(new ListMultipartUploadsRequest { BucketName = options.Bucket }, Stop);
        (uploads.MultipartUploads ?? []).ShouldBeEmpty();
    }

    [Fact]
    public async Task Put_NoCredentialsInItsName_IsToldApart()
    {
        new S3Credentials("key", "secret").ToString().ShouldNotContain("secret");
        await using var store = new S3Store(endpoint, server.Options("b"));
        store.Description.ShouldBe($"the bucket 'b' at {server.Address.GetLeftPart(UriPartial.Authority)}");
    }

    private static async Task<Uri> LinkAsync(S3Store store, LinkMethod method, BoxPath path, TimeSpan? lifetime = null)
    {
        (await store.Presigner.PresignAsync(method, path, lifetime ?? TimeSpan.FromMinutes(5))).TryGet(out var link, out var error).ShouldBeTrue(error?.ToString());
        return link!;
    }

    private static async Task PutAsync(S3Store store, string path, string text)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        (await store.PutAsync(BoxPath.Parse(path), content, PutOptions.Default, Stop)).Error.ShouldBeNull();
    }

    private static async Task<BoxError?[]> AllErrorsAsync(S3Store store)
    {
        var path = BoxPath.Parse("a/b");
        using var small = new MemoryStream([1]);
        using var large = new MemoryStream(new byte[TestServer.PartSize + 1]);
        return
        [
            (await store.PutAsync(path, small, PutOptions.Default, Stop)).Error,
            (await store.PutAsync(path, large, PutOptions.Default, Stop)).Error,
            (await store.GetAsync(path, GetOptions.Default, Stop)).Error,
            (await store.HeadAsync(path, Stop)).Error,
            (await store.ListAsync(new BoxListing(default), Stop)).Error,
            await store.DeleteAsync(path, Stop),
            await store.DeleteAllAsync(default, Stop),
        ];
    }
}
