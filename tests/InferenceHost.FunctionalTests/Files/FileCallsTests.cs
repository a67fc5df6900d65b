using System.Text;
using System.Text.Json;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Files;

/// <summary>The rows of the file API's table, and what comes by its links.</summary>
public sealed class FileCallsTests(FilesHost files)
{
    [Theory]
    [InlineData("users")]
    [InlineData("folder")]
    public async Task File_StoredByBodyAndByLink_IsReadByLinkAndRemoved(string box)
    {
        var name = $"{box}/both/%C3%A4%20%23%25.csv";
        var put = await files.AskAsync("PUT", name);
        put.Status.ShouldBe(201, put.Text);
        put.Json.GetProperty("expires_at").GetDateTimeOffset().ShouldBeGreaterThan(TimeProvider.System.GetUtcNow());
        (await ByLinkAsync("PUT", put.Json.GetProperty("presigned_put_url"), "first")).Status.ShouldBe(200);
        (await files.AskAsync("PUT", name)).Status.ShouldBe(200);

        (await DownloadAsync(name)).Text.ShouldBe("first");
        var stored = await files.AskAsync("POST", name, "second");
        stored.Status.ShouldBe(201);
        stored.Header("Location").ShouldBe("/tests/files/" + name);
        stored.Json.GetProperty("name").GetString().ShouldBe("ä #%.csv");
        var told = (await files.AskAsync("GET", name)).ShouldBeOk().Json;
        told.GetProperty("size").GetInt64().ShouldBe(6);
        told.GetProperty("etag").GetString().ShouldBe(stored.Header("ETag").ShouldNotBeNull().Trim('"'));
        told.GetProperty("modified").GetDateTimeOffset().ShouldBeGreaterThan(TimeProvider.System.GetUtcNow().AddMinutes(-5));
        told.GetProperty("presigned_get_url").GetString().ShouldStartWith("http://localhost/tests/files/" + name + "?");
        (await DownloadAsync(name)).Text.ShouldBe("second");

        (await files.AskAsync("DELETE", name)).Status.ShouldBe(204);
        (await files.AskAsync("GET", name)).ShouldBeProblem(404);
        (await files.AskAsync("DELETE", name)).ShouldBeProblem(404);
    }

    [Fact]
    public async Task Folder_OfABox_HoldsTheFileUnderItsCaller()
    {
        await files.AskAsync("POST", "folder/place/f.txt", "here");

        (await File.ReadAllTextAsync(Path.Combine(files.Folder, "users/bob/file_groups/place/f.txt"), TestContext.Current.CancellationToken)).ShouldBe("here");
    }

    [Fact]
    public async Task Group_Listed_IsPagedAndOfTheCallerAlone()
    {
        foreach (var name in (string[])["a", "b", "c/inner", "d"])
            await files.AskAsync("POST", $"users/listed/{name}", name);
        await RawRequest.Post("/tests/files/users/listed/eves", "e").As("eve", FilesHost.EvesPassword).SendAsync(files.Host.PublicUrl);

        var all = (await files.AskAsync("GET", "users/listed")).ShouldBeOk().Json;
        all.GetProperty("group").GetString().ShouldBe("listed");
        Names(all).ShouldBe(["a", "b", "d"]);
        all.GetProperty("groups").EnumerateArray().Select(group => group.GetString()).ShouldBe(["c"]);
        all.TryGetProperty("next", out _).ShouldBeFalse();

        var first = (await files.AskAsync("GET", "users/listed/?limit=3")).ShouldBeOk().Json;
        var second = (await files.AskAsync("GET", $"users/listed/?limit=3&next={first.GetProperty("next").GetString()}")).ShouldBeOk().Json;
        Names(first).Concat(Names(second)).ShouldBe(["a", "b", "d"]);
        (await files.AskAsync("GET", "users")).ShouldBeOk().Json.GetProperty("groups").EnumerateArray().Select(group => group.GetString()).ShouldContain("listed");
        (await files.AskAsync("GET", "users/listed?limit=0")).ShouldBeProblem(400, "limit");
        (await files.AskAsync("GET", "users/listed?next=***")).ShouldBeProblem(400, "next");

        var empty = (await files.AskAsync("GET", "users/empty")).ShouldBeOk().Json;
        Names(empty).ShouldBeEmpty();
        empty.GetProperty("groups").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task File_OfAnother_IsNotThere()
    {
        await files.AskAsync("POST", "users/mine/f", "bob's");

        (await RawRequest.Get("/tests/files/users/mine/f").As("eve", FilesHost.EvesPassword).SendAsync(files.Host.PublicUrl)).ShouldBeProblem(404);
        var link = new Uri((await files.AskAsync("GET", "users/mine/f")).Json.GetProperty("presigned_get_url").GetString()!).PathAndQuery;
        foreach (var tampered in (string[])[link.Replace("user=bob", "user=eve"), link.Replace("mine/f", "mine/g"), link.Replace("/users/", "/folder/"), link.Replace("expires=1", "expires=2"), link[..^1], link + "&user=eve", link + "&signature=x"])
            (await RawRequest.Get(tampered).SendAsync(files.Host.PublicUrl)).ShouldBeProblem(403);
        (await new RawRequest("PUT", link) { Body = [1] }.SendAsync(files.Host.PublicUrl)).ShouldBeProblem(403);
        (await new RawRequest("DELETE", link).SendAsync(files.Host.PublicUrl)).ShouldBeProblem(405);
    }

    [Fact]
    public async Task Download_RangesAndConditions_AreKept()
    {
        await files.AskAsync("POST", "users/ranges/%D1%84.txt", "0123456789");
        var link = new Uri((await files.AskAsync("GET", "users/ranges/%D1%84.txt")).Json.GetProperty("presigned_get_url").GetString()!).PathAndQuery;
        Task<RawResponse> Ask(params (string Name, string Value)[] headers) => new RawRequest("GET", link) { Headers = headers }.SendAsync(files.Host.PublicUrl);

        var whole = (await Ask()).ShouldBeOk();
        whole.Text.ShouldBe("0123456789");
        whole.Header("Content-Disposition").ShouldBe("attachment; filename=\"_.txt\"; filename*=UTF-8''%D1%84.txt");
        whole.Header("X-Content-Type-Options").ShouldBe("nosniff");
        whole.Header("Content-Type").ShouldBe("application/octet-stream");
        var tag = whole.Header("ETag")!;
        foreach (var (range, text, told) in new[] { ("bytes=2-4", "234", "2-4"), ("bytes=8-", "89", "8-9"), ("bytes=-3", "789", "7-9"), ("bytes=0-99", "0123456789", "0-9") })
        {
            var part = await Ask(("Range", range));
            part.Status.ShouldBe(206);
            part.Text.ShouldBe(text);
            part.Header("Content-Range").ShouldBe($"bytes {told}/10");
        }

        foreach (var range in (string[])["bytes=10-", "bytes=-0"])
            (await Ask(("Range", range))).ShouldBeProblem(416).Header("Content-Range").ShouldBe("bytes */10");
        foreach (var range in (string[])["bytes=4-2", "lines=1-2", "bytes=1-2,4-5", "bytes=x-"])
            (await Ask(("Range", range))).ShouldBeOk().Text.Length.ShouldBe(10);
        (await Ask(("Range", "bytes=0-0"), ("If-Range", tag))).Text.ShouldBe("0");
        (await Ask(("Range", "bytes=0-0"), ("If-Range", "\"older\""))).ShouldBeOk();
        (await Ask(("If-None-Match", $"\"x\", W/{tag}"))).Status.ShouldBe(304);
        (await Ask(("If-None-Match", "\"x\""))).ShouldBeOk();

        var head = await new RawRequest("HEAD", link).SendAsync(files.Host.PublicUrl);
        head.ShouldBeOk().Header("Content-Length").ShouldBe("10");
        head.Header("ETag").ShouldBe(tag);
    }

    [Fact]
    public async Task Upload_WhoseCallerLeaves_LeavesNothing()
    {
        using (var connection = await RawConnection.OpenAsync(files.Host.PublicUrl))
        {
            var head = new RawRequest("POST", "/tests/files/folder/broken/f").As(FilesHost.Bob, FilesHost.Password).With("Content-Length", "1000000");
            await connection.SendAsync(head.ToBytes());
            await connection.SendAsync(new byte[400_000]);
            await Testing.Condition.HoldsAsync(() => Partials().Length > 0, () => "nothing was begun");
            connection.Abort();
        }

        await Testing.Condition.HoldsAsync(() => Partials().Length == 0, () => string.Join(',', Partials()));
        (await files.AskAsync("GET", "folder/broken/f")).ShouldBeProblem(404);
    }

    [Fact]
    public async Task Upload_Encoded_Is415AndNothingIsStored()
    {
        var request = RawRequest.Post("/tests/files/users/g/encoded", "x").As(FilesHost.Bob, FilesHost.Password).With("Content-Encoding", "gzip");
        (await request.SendAsync(files.Host.PublicUrl)).ShouldBeProblem(415);
        (await files.AskAsync("GET", "users/g/encoded")).ShouldBeProblem(404);
    }

    [Fact]
    public async Task Upload_OfManyMegabytes_IsReadBackWhole()
    {
        var content = new byte[70 << 20];
        new Random(7).NextBytes(content);
        var request = RawRequest.Post("/tests/files/users/large/f", content).As(FilesHost.Bob, FilesHost.Password);
        (await request.SendAsync(files.Host.PublicUrl)).Status.ShouldBe(201, "the bound of predict's bodies is not the files'");

        (await DownloadAsync("users/large/f")).Body.AsSpan().SequenceEqual(content).ShouldBeTrue();
        (await files.AskAsync("DELETE", "users/large")).Status.ShouldBe(204);
    }

    private static string?[] Names(JsonElement group) => [.. group.GetProperty("files").EnumerateArray().Select(file => file.GetProperty("name").GetString())];

    private string[] Partials() =>
        Directory.Exists(Path.Combine(files.Folder, ".inference-partial"))
            ? [.. Directory.GetFiles(Path.Combine(files.Folder, ".inference-partial")).Where(path => new FileInfo(path).Length > 0)]
            : [];

    private Task<RawResponse> ByLinkAsync(string method, JsonElement link, string body = "") =>
        new RawRequest(method, new Uri(link.GetString()!).PathAndQuery) { Body = Encoding.UTF8.GetBytes(body) }.SendAsync(files.Host.PublicUrl);

    private async Task<RawResponse> DownloadAsync(string name)
    {
        var redirect = await files.AskAsync("GET", name + "?download");
        redirect.Status.ShouldBe(307, redirect.Text);
        return (await RawRequest.Get(new Uri(redirect.Header("Location")!).PathAndQuery).SendAsync(files.Host.PublicUrl)).ShouldBeOk();
    }
}
