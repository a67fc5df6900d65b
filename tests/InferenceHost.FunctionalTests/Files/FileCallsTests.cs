using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Files;

/// <summary>The rows of the file API's table, and what comes by its links: the same on every store.</summary>
/// <param name="files">Where a box lies.</param>
/// <param name="box">Which.</param>
/// <param name="small">One of 1000 bytes, of the same kind.</param>
public abstract class FileCallsTests(IFilesHost files, string box, string small)
{
    /// <summary>Names as they stand in a request line, and what they are.</summary>
    public static TheoryData<string, string> FileNames => new()
    {
        { "%C3%A4%20%23%25.csv", "ä #%.csv" },
        { "a+b%2Bc", "a+b+c" },
        { "100%25%20+%26=", "100% +&=" },
        { "%D0%B6%F0%9F%98%80.bin", "ж😀.bin" },
        { "q%3Fx=y%3Bz", "q?x=y;z" },
        { "~'()!*$,@:._-", "~'()!*$,@:._-" },
        { "%22quoted%22.txt", "\"quoted\".txt" },
        { "a..b", "a..b" },
    };

    /// <summary>What links into the box begin with.</summary>
    protected abstract string LinksBeginWith { get; }

    /// <summary>Whether links lead to the host itself.</summary>
    protected abstract bool IsServedByUs { get; }

    [Theory]
    [MemberData(nameof(FileNames))]
    public async Task File_StoredByBodyAndByLink_IsReadByLinkAndRemoved(string raw, string name)
    {
        var path = $"{box}/both/{raw}";
        var put = await AskAsync("PUT", $"both/{raw}");
        put.Status.ShouldBe(201, put.Text);
        put.Json.GetProperty("expires_at").GetDateTimeOffset().ShouldBeGreaterThan(TimeProvider.System.GetUtcNow());
        put.Link().ShouldStartWith(LinksBeginWith);
        (await files.Host.FollowAsync("PUT", put.Link(), "first")).ShouldBeOk();
        (await AskAsync("PUT", $"both/{raw}")).Status.ShouldBe(200);

        (await files.Host.DownloadAsync(path)).Text.ShouldBe("first");
        var stored = await AskAsync("POST", $"both/{raw}", "second");
        stored.Status.ShouldBe(201, stored.Text);
        Uri.UnescapeDataString(stored.Header("Location")!).ShouldBe($"/tests/files/{box}/both/{name}");
        stored.Json.GetProperty("name").GetString().ShouldBe(name);
        var told = (await AskAsync("GET", $"both/{raw}")).ShouldBeOk();
        told.Json.GetProperty("size").GetInt64().ShouldBe(6);
        told.Json.GetProperty("etag").GetString().ShouldBe(stored.Header("ETag").ShouldNotBeNull().Trim('"'));
        told.Json.GetProperty("modified").GetDateTimeOffset().ShouldBeGreaterThan(TimeProvider.System.GetUtcNow().AddMinutes(-5));
        told.Link().ShouldStartWith(LinksBeginWith);
        (await AskAsync("GET", "both")).Json.Names().ShouldBe([name]);
        var download = await files.Host.DownloadAsync(path);
        download.Text.ShouldBe("second");
        download.Header("Content-Disposition").ShouldNotBeNull().ShouldStartWith("attachment; filename");
        Uri.UnescapeDataString(download.Header("Content-Disposition")![(download.Header("Content-Disposition")!.IndexOf("UTF-8''", StringComparison.Ordinal) + 7)..]).ShouldBe(name);

        (await AskAsync("DELETE", $"both/{raw}")).Status.ShouldBe(204);
        (await AskAsync("GET", $"both/{raw}")).ShouldBeProblem(404);
        (await AskAsync("GET", $"both/{raw}?download")).ShouldBeProblem(404);
        (await AskAsync("DELETE", $"both/{raw}")).ShouldBeProblem(404);
    }

    [Fact]
    public async Task Group_Listed_IsPagedAndOfTheCallerAlone()
    {
        foreach (var name in (string[])["a", "b", "c/inner", "d"])
            (await AskAsync("POST", $"listed/{name}", name)).Status.ShouldBe(201);
        await RawRequest.Post($"/tests/files/{box}/listed/eves", "e").As("eve", FilesHost.EvesPassword).SendAsync(files.Host.PublicUrl);

        var all = (await AskAsync("GET", "listed")).ShouldBeOk().Json;
        all.GetProperty("group").GetString().ShouldBe("listed");
        all.Names().ShouldBe(["a", "b", "d"]);
        all.GetProperty("groups").EnumerateArray().Select(group => group.GetString()).ShouldBe(["c"]);
        all.TryGetProperty("next", out _).ShouldBeFalse();
        var file = all.GetProperty("files")[0];
        file.GetProperty("size").GetInt64().ShouldBe(1);
        file.GetProperty("etag").GetString().ShouldBe((await AskAsync("GET", "listed/a")).Json.GetProperty("etag").GetString());
        file.GetProperty("modified").GetDateTimeOffset().ShouldBeGreaterThan(TimeProvider.System.GetUtcNow().AddMinutes(-5));

        var first = (await AskAsync("GET", "listed/?limit=3")).ShouldBeOk().Json;
        var second = (await AskAsync("GET", $"listed/?limit=3&next={first.GetProperty("next").GetString()}")).ShouldBeOk().Json;
        first.Names().Concat(second.Names()).ShouldBe(["a", "b", "d"]);
        (await AskAsync("GET", "")).ShouldBeOk().Json.GetProperty("groups").EnumerateArray().Select(group => group.GetString()).ShouldContain("listed");
        (await AskAsync("GET", "listed?limit=0")).ShouldBeProblem(400, "limit");
        (await AskAsync("GET", "listed?next=***")).ShouldBeProblem(400, "next");
        (await AskAsync("GET", "listed?next=77--")).ShouldBeProblem(400, "next"); // U+FFFE, which no XML can say

        (await AskAsync("DELETE", "listed")).Status.ShouldBe(204);
        var empty = (await AskAsync("GET", "listed")).ShouldBeOk().Json;
        empty.Names().ShouldBeEmpty();
        empty.GetProperty("groups").GetArrayLength().ShouldBe(0);
        (await AskAsync("DELETE", "listed")).Status.ShouldBe(204);
        (await RawRequest.Get($"/tests/files/{box}/listed/eves").As("eve", FilesHost.EvesPassword).SendAsync(files.Host.PublicUrl)).ShouldBeOk();
    }

    [Fact]
    public async Task Method_ThatARowDoesNotHave_Is405()
    {
        (await AskAsync("PUT", "group")).ShouldBeProblem(405).Header("Allow").ShouldBe("GET, HEAD, DELETE");
        (await AskAsync("POST", "group/", "text")).ShouldBeProblem(405);
        (await AskAsync("DELETE", "")).ShouldBeProblem(405).Header("Allow").ShouldBe("GET, HEAD");
        (await AskAsync("PATCH", "group/f", "text")).ShouldBeProblem(405).Header("Allow").ShouldBe("GET, HEAD, PUT, POST, DELETE");
        (await AskAsync("PUT", "group/f", "text")).ShouldBeProblem(400);
    }

    [Fact]
    public async Task File_OfAnother_IsNotThere()
    {
        (await AskAsync("POST", "mine/f", "bob's")).Status.ShouldBe(201);

        (await RawRequest.Get($"/tests/files/{box}/mine/f").As("eve", FilesHost.EvesPassword).SendAsync(files.Host.PublicUrl)).ShouldBeProblem(404);
        var link = (await AskAsync("GET", "mine/f")).Link();
        (await files.Host.FollowAsync("GET", link)).Text.ShouldBe("bob's");
        foreach (var tampered in (string[])[link.Replace("/mine/f", "/mine/g"), link[..^1], link.Replace("xpires=1", "xpires=2"), link.Replace("bob", "eve")])
        {
            if (tampered != link)
                (await files.Host.FollowAsync("GET", tampered)).Status.ShouldBe(403, tampered);
        }

        (await files.Host.FollowAsync("PUT", link, "x")).Status.ShouldBe(403);
        (await files.Host.FollowAsync("DELETE", link)).Status.ShouldBeOneOf(403, 405);
        (await files.Host.DownloadAsync($"{box}/mine/f")).Text.ShouldBe("bob's");
    }

    [Fact]
    public async Task Download_RangesAndConditions_AreKept()
    {
        await AskAsync("POST", "ranges/%D1%84.txt", "0123456789");
        var link = (await AskAsync("GET", "ranges/%D1%84.txt")).Link();
        Task<RawResponse> Ask(params (string Name, string Value)[] headers) => files.Host.FollowAsync("GET", link, headers: headers);

        var whole = (await Ask()).ShouldBeOk();
        whole.Text.ShouldBe("0123456789");
        whole.Header("Content-Disposition").ShouldBe(IsServedByUs ? "attachment; filename=\"_.txt\"; filename*=UTF-8''%D1%84.txt" : "attachment; filename*=UTF-8''%D1%84.txt");
        whole.Header("X-Content-Type-Options").ShouldBe(IsServedByUs ? "nosniff" : null);
        whole.Header("Content-Type").ShouldBe("application/octet-stream");
        whole.Header("Accept-Ranges").ShouldBe("bytes");
        var tag = whole.Header("ETag")!;
        foreach (var (range, text, told) in new[] { ("bytes=2-4", "234", "2-4"), ("bytes=8-", "89", "8-9"), ("bytes=-3", "789", "7-9"), ("bytes=0-99", "0123456789", "0-9") })
        {
            var part = await Ask(("Range", range));
            part.Status.ShouldBe(206);
            part.Text.ShouldBe(text);
            part.Header("Content-Range").ShouldBe($"bytes {told}/10");
        }

        (await Ask(("Range", "bytes=10-"))).Status.ShouldBe(416);
        (await Ask(("If-None-Match", tag))).Status.ShouldBe(304);
        (await Ask(("If-None-Match", "\"x\""))).ShouldBeOk();
    }

    [Fact]
    public async Task Upload_WithACondition_StoresOnlyWhereItHolds()
    {
        Task<RawResponse> Store(string text, string name, string value) =>
            FilesCaller.OfBob("POST", $"{box}/conditions/f", text).With(name, value).SendAsync(files.Host.PublicUrl);

        (await Store("none", "If-Match", "\"older\"")).ShouldBeProblem(412);
        var first = await Store("first", "If-None-Match", "*");
        first.Status.ShouldBe(201, first.Text);
        (await Store("again", "If-None-Match", "*")).ShouldBeProblem(412);
        var second = await Store("second", "If-Match", first.Header("ETag")!);
        second.Status.ShouldBe(201, second.Text);
        (await Store("third", "If-Match", first.Header("ETag")!)).ShouldBeProblem(412);
        (await Store("fourth", "If-Match", "a, b")).ShouldBeProblem(400);

        (await files.Host.DownloadAsync($"{box}/conditions/f")).Text.ShouldBe("second");
        (await AskAsync("DELETE", "conditions")).Status.ShouldBe(204);
    }

    [Fact]
    public async Task Capacity_UsedUp_Is507UntilThereIsRoom()
    {
        var half = new string('x', 600);
        Task<RawResponse> Store(string name, string text) => files.AskAsync("POST", $"{small}/{name}", text);

        (await Store("full/large", half + half)).ShouldBeProblem(507);
        (await Store("full/one", half)).Status.ShouldBe(201);
        (await Store("full/two", half)).ShouldBeProblem(507).Text.ShouldContain("capacity is used up");
        (await Store("full/one", half + "more")).Status.ShouldBe(201, "what is replaced makes room");
        (await files.AskAsync("GET", $"{small}/full")).Json.Names().ShouldBe(["one"]);

        // nearly full is not full: what a link will bring is not known yet
        (await files.AskAsync("PUT", $"{small}/full/by-link")).Status.ShouldBe(201);
        (await files.AskAsync("DELETE", $"{small}/full/one")).Status.ShouldBe(204);
        (await Store("full/two", half)).Status.ShouldBe(201);
        (await files.AskAsync("DELETE", $"{small}/full")).Status.ShouldBe(204);
    }

    [Fact]
    public async Task Upload_Encoded_Is415AndNothingIsStored()
    {
        var request = FilesCaller.OfBob("POST", $"{box}/g/encoded", "x").With("Content-Encoding", "gzip");
        (await request.SendAsync(files.Host.PublicUrl)).ShouldBeProblem(415);
        (await AskAsync("GET", "g/encoded")).ShouldBeProblem(404);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task File_AskedOfByAPageOfAnotherOrigin_IsLeftAlone(string method)
    {
        (await AskAsync("POST", "kept/f", "kept")).Status.ShouldBe(201);

        (await FilesCaller.OfBob(method, $"{box}/kept/f", "forged").With("Origin", "https://evil.example").SendAsync(files.Host.PublicUrl)).ShouldBeProblem(403);

        (await files.Host.DownloadAsync($"{box}/kept/f")).Text.ShouldBe("kept");
    }

    [Fact]
    public async Task Upload_AsAForm_Is415ThatSaysHow_AndNothingIsStored()
    {
        var request = FilesCaller.OfBob("POST", $"{box}/g/form", "x").With("Content-Type", "multipart/form-data; boundary=b");
        (await request.SendAsync(files.Host.PublicUrl)).ShouldBeProblem(415).Text.ShouldContain("--data-binary");
        (await AskAsync("GET", "g/form")).ShouldBeProblem(404);
    }

    [Fact]
    public async Task Upload_OfManyMegabytes_IsReadBackWhole()
    {
        var content = new byte[70 << 20];
        new Random(7).NextBytes(content);
        var stored = await (FilesCaller.OfBob("POST", $"{box}/large/f") with { Body = content }).SendAsync(files.Host.PublicUrl);
        stored.Status.ShouldBe(201, "the bound of predict's bodies is not the files'");

        (await files.Host.DownloadAsync($"{box}/large/f")).Body.AsSpan().SequenceEqual(content).ShouldBeTrue();
        (await AskAsync("DELETE", "large")).Status.ShouldBe(204);
    }

    [Fact]
    public async Task Upload_WhoseCallerLeaves_LeavesNothing()
    {
        using (var connection = await RawConnection.OpenAsync(files.Host.PublicUrl))
        {
            await connection.SendAsync(FilesCaller.OfBob("POST", $"{box}/broken/f").With("Content-Length", "100000000").ToBytes());
            await connection.SendAsync(new byte[20 << 20]);
            await Testing.Condition.HoldsAsync(async () => await UnfinishedAsync() > 0, () => "nothing was begun");
            connection.Abort();
        }

        await Testing.Condition.HoldsAsync(async () => await UnfinishedAsync() == 0, () => "something is left");
        (await AskAsync("GET", "broken/f")).ShouldBeProblem(404);
    }

    /// <summary>A request of Bob's to a path in the box.</summary>
    protected Task<RawResponse> AskAsync(string method, string path, string body = "") => files.AskAsync(method, $"{box}/{path}", body);

    /// <summary>How many uploads the store has half of.</summary>
    protected abstract Task<int> UnfinishedAsync();
}
