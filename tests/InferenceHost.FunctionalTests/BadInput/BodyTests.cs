using System.IO.Compression;
using System.Text;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.BadInput;

/// <summary>Bodies that are too large, badly encoded, or not as long as they say.</summary>
public sealed class BodyTests(ModelsHost host)
{
    private const int Limit = 64 << 20;
    private static readonly byte[] Good = Encoding.UTF8.GetBytes(GoodRequest.Body);

    public static TheoryData<string, byte[]> BadEncodings => new()
    {
        { "gzip", Good }, { "gzip", [] }, { "gzip", [0x1f] }, { "gzip", [0x1f, 0x8b, 8, 0] }, { "gzip", Gzip(Good)[..^1] }, { "gzip", Gzip(Good)[..^8] }, { "gzip", Gzip(Good)[..^9] }, { "gzip", Gzip(Good)[..12] },
        { "gzip", Spoilt(Gzip(Good), 2) }, { "gzip", Spoilt(Gzip(Good), 14) }, { "gzip", Spoilt(Gzip(Good), 30) }, { "gzip", Spoilt(Gzip(Good), Gzip(Good).Length - 1) }, { "deflate", Good }, { "deflate", [] },
        { "deflate", Zlib(Good)[..^5] }, { "deflate", Zlib(Good)[..10] }, { "deflate", Spoilt(Zlib(Good), 20) }, { "deflate", Gzip(Good) }, { "deflate", [0x78, 0xbb, 0, 0, 0, 1, 0] }, { "deflate", new byte[1000] },
    };

    [Theory]
    [MemberData(nameof(BadEncodings))]
    public async Task Encoding_BytesAreNotThat_Is400(string encoding, byte[] body)
    {
        (await RawRequest.Post(GoodRequest.Predict, body).With("Content-Encoding", encoding).SendAsync(host.Public)).ShouldBeProblem(400);
        (await RawRequest.Post(GoodRequest.Infer, body).With("Content-Encoding", encoding).SendAsync(host.Internal)).ShouldBeRefusal(400);
        (await RawRequest.Post("/v2/repository/index", body).With("Content-Encoding", encoding).SendAsync(host.Internal)).ShouldBeRefusal(400);
        await host.ShouldBeServedAsync();
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task Encoding_OfABodyThatIsNotPacked_SaysToLeaveTheHeaderOut(string encoding)
    {
        var answer = (await RawRequest.Post(GoodRequest.Predict, Good).With("Content-Encoding", encoding).SendAsync(host.Public)).ShouldBeProblem(400);

        answer.Text.ShouldContain($"the body is not {encoding} as its Content-Encoding says: it is damaged, cut off, or not packed at all: then leave the header out");
    }

    [Theory]
    [InlineData("br")]
    [InlineData("zstd")]
    [InlineData("gzip, gzip")]
    [InlineData("gzip, identity")]
    [InlineData("*")]
    public async Task Encoding_Unknown_Is415(string encoding)
    {
        (await RawRequest.Post(GoodRequest.Predict, Good).With("Content-Encoding", encoding).SendAsync(host.Public)).ShouldBeProblem(415);
        (await RawRequest.Post(GoodRequest.Infer, Good).With("Content-Encoding", encoding).SendAsync(host.Internal)).ShouldBeRefusal(415);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task Bomb_OverTheLimitOnceDecoded_Is413AndMemoryStaysBounded(string encoding)
    {
        // 1 GiB of spaces in a megabyte
        var bomb = Pack(encoding, stream =>
        {
            var block = new byte[1 << 20];
            block.AsSpan().Fill((byte)' ');
            for (var i = 0; i < 1024; i++)
                stream.Write(block);
        });
        bomb.Length.ShouldBeLessThan(16 << 20);
        for (var i = 0; i < 3; i++)
        {
            (await RawRequest.Post(GoodRequest.Predict, bomb).With("Content-Encoding", encoding).SendAsync(host.Public)).ShouldBeProblem(413);
            (await RawRequest.Post(GoodRequest.Infer, bomb).With("Content-Encoding", encoding).SendAsync(host.Internal)).ShouldBeRefusal(413);
        }

        ProcessFigures.ResidentBytes(host.Host.Id).ShouldBeLessThan(700L << 20);
        await host.ShouldBeServedAsync();
    }

    [Theory]
    [InlineData("67108865")]
    [InlineData("9223372036854775807")]
    public async Task ContentLength_OverTheLimit_Is413WithoutTheBody(string length)
    {
        (await RawRequest.Post(GoodRequest.Predict, "{").With("Content-Length", length).SendAsync(host.Public)).ShouldBeProblem(413);
        (await RawRequest.Post(GoodRequest.Infer, "{").With("Content-Length", length).SendAsync(host.Internal)).ShouldBeRefusal(413);
        (await RawRequest.Post("/v2/repository/index", "{").With("Content-Length", length).SendAsync(host.Internal)).ShouldBeRefusal(413);
        await host.ShouldBeServedAsync();
    }

    [Fact]
    public async Task Chunks_OverTheLimitInAll_Are413()
    {
        using var connection = await RawConnection.OpenAsync(host.Public);
        await connection.SendAsync($"POST {GoodRequest.Predict} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
        var chunk = Encoding.ASCII.GetBytes("100000\r\n" + new string(' ', 1 << 20) + "\r\n");
        try
        {
            for (var sent = 0; sent <= Limit; sent += 1 << 20)
                await connection.SendAsync(chunk);
            await connection.SendAsync("0\r\n\r\n");
        }
        catch (System.Net.Sockets.SocketException)
        {
            // the host has heard enough and closed; its answer may still be read
        }

        (await connection.ReadAsync())?.ShouldBeProblem(413);
        await host.ShouldBeServedAsync();
    }

    [Fact]
    public async Task Body_OfExactlyTheLimit_IsRead()
    {
        var body = new byte[Limit];
        body.AsSpan().Fill((byte)' ');
        Good.CopyTo(body, 0);
        (await RawRequest.Post(GoodRequest.Predict, body).SendAsync(host.Public)).ShouldBeOk();
        (await RawRequest.Post(GoodRequest.Predict, [.. body, (byte)' ']).With("Connection", "close").SendAsync(host.Public)).ShouldBeProblem(413);
    }

    private static byte[] Gzip(byte[] plain) => Pack("gzip", stream => stream.Write(plain));

    private static byte[] Zlib(byte[] plain) => Pack("deflate", stream => stream.Write(plain));

    private static byte[] Spoilt(byte[] bytes, int at)
    {
        bytes[at] ^= 0xFF;
        return bytes;
    }

    private static byte[] Pack(string encoding, Action<Stream> write)
    {
        using var packed = new MemoryStream();
        using (Stream stream = encoding == "gzip" ? new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true) : new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            write(stream);
        return packed.ToArray();
    }
}
