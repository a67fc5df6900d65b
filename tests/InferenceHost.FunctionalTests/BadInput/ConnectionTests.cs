using System.Globalization;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.BadInput;

/// <summary>Requests that no client library would send, byte by byte.</summary>
public sealed class ConnectionTests(ModelsHost host)
{
    private const string Head = $"POST {GoodRequest.Predict} HTTP/1.1\r\nHost: x\r\n";
    private static readonly string Length = GoodRequest.Body.Length.ToString(CultureInfo.InvariantCulture);

    /// <summary>Heads that are wrong, whole.</summary>
    public static TheoryData<string> BadHeads =>
    [
        $"POST {GoodRequest.Predict} HTTP/1.1\r\nContent-Length: 0\r\n\r\n", $"POST {GoodRequest.Predict} HTTP/1.1\r\nHost: a\r\nHost: b\r\nContent-Length: 0\r\n\r\n", Head + "Content-Length: abc\r\n\r\n",
        Head + "Content-Length: -1\r\n\r\n", Head + "Content-Length: 99999999999999999999\r\n\r\n", Head + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}", Head + "Content-Length: 0x2\r\n\r\n{}",
        Head + "Transfer-Encoding: nonsense\r\n\r\n", Head + "Transfer-Encoding: chunked, gzip\r\n\r\n", Head + "no colon\r\n\r\n", Head + " folded: x\r\n\r\n", Head + "na me: x\r\n\r\n", Head + "x: \0\r\n\r\n",
        Head + $"x: {new string('x', 100_000)}\r\n\r\n", "POST\r\n\r\n", "POST /\r\n\r\n", "\r\n\r\n\r\nGARBAGE\r\n\r\n", $"POST {GoodRequest.Predict} HTTP/9.9\r\nHost: x\r\n\r\n", "\x16\x03\x01\x02\x00\x01\x00\x01",
        $"GET /{new string('x', 20_000)} HTTP/1.1\r\nHost: x\r\n\r\n", "P\0ST / HTTP/1.1\r\nHost: x\r\n\r\n", Head + string.Concat(Enumerable.Repeat("a: b\r\n", 500)) + "\r\n",
    ];

    /// <summary>Bodies in chunks that are wrong.</summary>
    public static TheoryData<string> BadChunks =>
    [
        "zz\r\n{}\r\n0\r\n\r\n", "-1\r\n{}\r\n0\r\n\r\n", "ffffffffffffffff\r\n{}", "\r\n\r\n", "2\r\n{}x0\r\n\r\n", "2{}\r\n0\r\n\r\n", "1\r\n{}\r\n0\r\n\r\n", "0x2\r\n{}\r\n0\r\n\r\n", " 2\r\n{}\r\n0\r\n\r\n",
        "2\n{}\n0\n\n", "80000000\r\n{}",
    ];

    [Theory]
    [MemberData(nameof(BadHeads))]
    public async Task Head_Bad_IsRefusedOrClosed(string bytes) => await ShouldBeRefusedOrClosedAsync(bytes);

    [Theory]
    [MemberData(nameof(BadChunks))]
    public async Task Chunks_Bad_AreRefusedOrClosed(string body) => await ShouldBeRefusedOrClosedAsync(Head + "Transfer-Encoding: chunked\r\n\r\n" + body);

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task Chunks_OfAnySize_AreRead(int size)
    {
        using var connection = await RawConnection.OpenAsync(host.Public);
        await connection.SendAsync(Head + "Transfer-Encoding: chunked\r\n\r\n");
        foreach (var chunk in GoodRequest.Body.Chunk(size))
            await connection.SendAsync($"{chunk.Length:x};extension=ignored\r\n{new string(chunk)}\r\n");
        await connection.SendAsync("0\r\nTrailer: ignored\r\n\r\n");
        (await connection.ReadAsync()).ShouldNotBeNull().Data<float>("sum").ShouldBe([4f, 6f]);

        // the connection is good for more
        (await connection.ExchangeAsync(RawRequest.Post(GoodRequest.Predict, GoodRequest.Body))).ShouldBeOk();
    }

    [Fact]
    public async Task ContentLength_TooShort_TheRestIsNoRequest()
    {
        using var connection = await RawConnection.OpenAsync(host.Public);
        await connection.SendAsync(Head + "Content-Length: 5\r\n\r\n" + GoodRequest.Body);
        (await connection.ReadAsync()).ShouldNotBeNull().ShouldBeProblem(400);
        connection.CloseSending();
        (await connection.ReadAsync())?.Status.ShouldBe(400);
        (await connection.IsClosedAsync()).ShouldBeTrue();
        await host.ShouldBeServedAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ContentLength_TooLongAndTheCallerLeaves_HostServesOn(bool abruptly)
    {
        using (var connection = await RawConnection.OpenAsync(host.Public))
        {
            await connection.SendAsync(Head + "Content-Length: 1000000\r\n\r\n" + GoodRequest.Body);
            if (abruptly)
                connection.Abort();
            else
                connection.CloseSending();
            if (!abruptly)
                (await connection.ReadAsync())?.Status.ShouldBe(400);
        }

        await host.ShouldBeServedAsync();
    }

    [Fact]
    public async Task ContentLength_WithChunked_IsNotTakenForTwoRequests()
    {
        using var connection = await RawConnection.OpenAsync(host.Public);
        await connection.SendAsync(Head + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n");
        var first = await connection.ReadAsync();
        first?.Status.ShouldBe(400);
        await host.ShouldBeServedAsync();
    }

    [Fact]
    public async Task Expect_Continue_IsAskedForTheBodyFirst()
    {
        using var connection = await RawConnection.OpenAsync(host.Public);
        await connection.SendAsync(Head + $"Expect: 100-continue\r\nContent-Length: {Length}\r\n\r\n");
        (await connection.ReadAsync()).ShouldNotBeNull().Status.ShouldBe(100);
        await connection.SendAsync(GoodRequest.Body);
        (await connection.ReadAsync()).ShouldNotBeNull().Data<float>("sum").ShouldBe([4f, 6f]);
    }

    [Theory]
    [InlineData("/tests/nothing/predict", "10", 404)]
    [InlineData(GoodRequest.Predict, "1000000000", 413)]
    public async Task Expect_ContinueOfWhatIsRefused_IsRefusedWithoutTheBody(string target, string length, int status)
    {
        using var connection = await RawConnection.OpenAsync(host.Public);
        await connection.SendAsync($"POST {target} HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: {length}\r\n\r\n");
        (await connection.ReadAsync()).ShouldNotBeNull().ShouldBeProblem(status);
    }

    [Fact]
    public async Task Pipelined_ManyAtOnce_AreAnsweredInOrder()
    {
        using var connection = await RawConnection.OpenAsync(host.Internal);
        var requests = Enumerable.Range(0, 50).Select(i => i % 5 == 4 ? RawRequest.Post(GoodRequest.Infer, "{") : RawRequest.Post(GoodRequest.Infer, $$"""{"id":"{{i}}",{{GoodRequest.Body[1..]}}"""));
        await connection.SendAsync(requests.SelectMany(request => request.ToBytes()).ToArray());
        for (var i = 0; i < 50; i++)
        {
            var answer = (await connection.ReadAsync()).ShouldNotBeNull();
            if (i % 5 == 4)
                answer.Status.ShouldBe(400);
            else
                answer.ShouldBeOk().Json.GetProperty("id").GetString().ShouldBe(i.ToString(CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public async Task Body_ByteByByte_IsRead()
    {
        using var connection = await RawConnection.OpenAsync(host.Internal);
        foreach (var character in RawRequest.Post(GoodRequest.Infer, GoodRequest.Body).ToBytes())
            await connection.SendAsync(new[] { character });
        (await connection.ReadAsync()).ShouldNotBeNull().Data<float>("sum").ShouldBe([4f, 6f]);
    }

    [Fact]
    public async Task Body_Half_Is408AfterTheRequestTimeout()
    {
        foreach (var (url, target) in ((Uri, string)[])[(host.Public, "/tests/hasty/predict"), (host.Internal, "/v2/models/hasty/infer")])
        {
            var answer = await RawRequest.Post(target, GoodRequest.Body[..20]).With("Content-Length", "1000").SendAsync(url);
            answer.Status.ShouldBe(408, answer.Text);
        }

        await host.ShouldBeServedAsync();
    }

    [Fact]
    public async Task Connections_OpenedAndLeft_DoNoHarm()
    {
        for (var i = 0; i < 200; i++)
        {
            using var connection = await RawConnection.OpenAsync(i % 2 == 0 ? host.Public : host.Internal);
            if (i % 4 == 1)
                await connection.SendAsync("POST /");
            if (i % 4 == 2)
                connection.Abort();
        }

        await host.ShouldBeServedAsync();
    }

    /// <summary>Sends the bytes and half-closes: what comes back is a refusal or nothing, and never an answer to a request that was not made.</summary>
    private async Task ShouldBeRefusedOrClosedAsync(string bytes)
    {
        using var connection = await RawConnection.OpenAsync(host.Public);
        await connection.SendAsync(bytes);
        connection.CloseSending();
        if (await connection.ReadAsync() is { } answer)
        {
            // 505 is what a version of HTTP that there is not gets
            if (answer.Status != 505)
                answer.Status.ShouldBeInRange(400, 499, answer.Text);
            (await connection.ReadAsync())?.Status.ShouldBeInRange(400, 499);
        }

        await host.ShouldBeServedAsync();
    }
}
