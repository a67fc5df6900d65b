using System.Net;
using System.Net.Http.Headers;
using Inference.Testing;

namespace Inference.Grpc.Tests.Calls;

/// <summary>Calls over a real socket: what is answered, and by which status.</summary>
public sealed class CallTests
{
    private static readonly (string, string) Gzip = ("grpc-encoding", "gzip");
    private static readonly (string, string) TakesGzip = ("grpc-accept-encoding", "identity,deflate, gzip");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100_000)]
    [InlineData(EchoServer.Limit)]
    public async Task Unary_AMessage_IsGivenBack(int length)
    {
        await using var server = await EchoServer.StartAsync();
        var message = new byte[length];
        new Random(length).NextBytes(message);
        for (var again = 0; again < 3; again++)
        {
            var answer = await server.SendAsync(Request.To("Unary", Request.Frame(message)), Stop);

            answer.Status.ShouldBe("0");
            answer.Text.ShouldBeNull();
            answer.Response.Content.Headers.ContentType!.MediaType.ShouldBe("application/grpc");
            answer.Messages.Single().ShouldBe(message);
        }
    }

    [Fact]
    public async Task Stream_ManyMessages_AreGivenBackInOrder()
    {
        await using var server = await EchoServer.StartAsync();
        byte[][] messages = [.. Enumerable.Range(0, 200).Select(n => new byte[n * 37])];

        var answer = await server.SendAsync(Request.To("Stream", [.. messages.SelectMany(message => Request.Frame(message))]), Stop);

        answer.Status.ShouldBe("0");
        answer.Messages.Select(message => message.Length).ShouldBe(messages.Select(message => message.Length));
    }

    [Fact]
    public async Task Stream_Packed_IsPackedBack()
    {
        await using var server = await EchoServer.StartAsync();
        var message = new byte[100_000];
        var body = (byte[])[.. Request.Frame(Request.Pack(message), flag: 1), .. Request.Frame([1, 2, 3])];

        var answer = await server.SendAsync(Request.To("Stream", body, Gzip, TakesGzip), Stop);
        answer.Status.ShouldBe("0", answer.Text);
        answer.Messages[0].ShouldBe(message);
        answer.Messages[1].ShouldBe([1, 2, 3]);
        answer.WasPacked.ShouldBeTrue();
        answer.Response.Headers.GetValues("grpc-encoding").Single().ShouldBe("gzip");

        // who cannot unpack gets it plain
        (await server.SendAsync(Request.To("Stream", body, Gzip), Stop)).WasPacked.ShouldBeFalse();
    }

    [Fact]
    public async Task Unary_PackedAndLarge_IsPackedBackInPieces()
    {
        await using var server = await EchoServer.StartAsync();
        var message = new byte[EchoServer.Limit];
        new Random(1).NextBytes(message);

        var answer = await server.SendAsync(Request.To("Unary", Request.Frame(Request.Pack(message[..900_000]), flag: 1), Gzip, TakesGzip), Stop);

        answer.Status.ShouldBe("0", answer.Text);
        answer.Messages.Single().ShouldBe(message[..900_000]);
    }

    [Theory]
    [InlineData("Unary", "2:", "13", "begins with the byte 2")]
    [InlineData("Unary", "1:", "13", "does not say how")]
    [InlineData("Unary", "0:a 0:b", "13", "expected one message")]
    [InlineData("Unary", "", "13", "found none")]
    [InlineData("Unary", "0:a cut", "13", "more follows it")]
    [InlineData("Stream", "0:a cut", "13", "end within one")]
    [InlineData("Stream", "", "0", null)]
    [InlineData("Nothing", "0:", "12", "no such method")]
    [InlineData("Unary", "large", "8", "over the limit of 1048576 bytes")]
    [InlineData("Peek", "0:abcdefghij", "9", "abcdefgh of 10")]
    [InlineData("Peek", "0:abc", "9", "abc of 3")]
    [InlineData("Peek", "", "13", "found none")]
    [InlineData("Unary", "cut", "13", "end within one")]
    [InlineData("Peek", "cut", "13", "end within one")]
    public async Task Call_Odd_EndsWithItsStatus(string method, string frames, string status, string? text)
    {
        await using var server = await EchoServer.StartAsync();
        byte[] body = frames == "large" ? Request.Frame(new byte[EchoServer.Limit + 1]) : [.. frames.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(Bytes)];

        var answer = await server.SendAsync(Request.To(method, body), Stop);

        (answer.Response.StatusCode, answer.Status).ShouldBe((HttpStatusCode.OK, status), answer.Text);
        if (text is null)
            answer.Text.ShouldBeNull();
        else
            answer.Text.ShouldNotBeNull().ShouldContain(text);
        server.Bugs.ShouldBeEmpty();

        static byte[] Bytes(string frame) => frame == "cut" ? [0, 0, 0] : Request.Frame(System.Text.Encoding.ASCII.GetBytes(frame[2..]), (byte)(frame[0] - '0'));
    }

    [Theory]
    [InlineData("grpc-encoding", "snappy", "12", "identity,gzip")]
    [InlineData("grpc-timeout", "1", "13", "grpc-timeout")]
    [InlineData("grpc-timeout", "123456789S", "13", "grpc-timeout")]
    [InlineData("grpc-timeout", "1x", "13", "grpc-timeout")]
    [InlineData("grpc-timeout", "0S", "4", "deadline")]
    [InlineData("grpc-timeout", "99999999H", "0", null)]
    [InlineData("grpc-timeout", "1H", "0", null)]
    [InlineData("grpc-timeout", "10M", "0", null)]
    [InlineData("grpc-timeout", "60000m", "0", null)]
    [InlineData("grpc-timeout", "60000000u", "0", null)]
    public async Task Call_WithAHeader_IsTakenOrRefused(string name, string value, string status, string? text)
    {
        await using var server = await EchoServer.StartAsync();

        var answer = await server.SendAsync(Request.To("Unary", Request.Frame([1]), (name, value)), Stop);

        answer.Status.ShouldBe(status, answer.Text);
        if (text is not null)
            answer.Text.ShouldNotBeNull().ShouldContain(text);
        if (status == "12")
            answer.Trailer("grpc-accept-encoding").ShouldBe("identity,gzip");
    }

    [Theory]
    [InlineData("application/json", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/grpc-web", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/grpc+proto", HttpStatusCode.OK)]
    [InlineData("application/grpc", HttpStatusCode.OK)]
    public async Task Call_OfAContentType_IsTakenOrRefused(string type, HttpStatusCode status)
    {
        await using var server = await EchoServer.StartAsync();
        using var content = new ByteArrayContent(Request.Frame([1]));
        content.Headers.ContentType = new MediaTypeHeaderValue(type);

        (await server.SendAsync(Request.To("Unary", content), Stop)).Response.StatusCode.ShouldBe(status);
    }

    [Fact]
    public async Task Call_Refused_TellsAnyTextAndMetadataAreRead()
    {
        await using var server = await EchoServer.StartAsync();

        var answer = await server.SendAsync(Request.To("Refuse", Request.Frame([]), ("said", "hello"), ("said-bin", "AP8")), Stop);

        answer.Status.ShouldBe("9");
        answer.Trailer("grpc-message").ShouldNotBeNull().ShouldStartWith("100 %25 nicht %E2%80%93 hello");
        answer.Text.ShouldBe("100 % nicht – hello 00FF True False");
    }

    [Fact]
    public async Task Call_WhoseHandlerThrows_TellsNothingOfIt()
    {
        await using var server = await EchoServer.StartAsync();

        var answer = await server.SendAsync(Request.To("Throw", Request.Frame([])), Stop);

        (answer.Status, answer.Text).ShouldBe(("13", "an error in this server; its log has the cause"));
        server.Bugs.Single().Message.ShouldBe("a secret");
    }

    [Fact]
    public async Task Gzip_ThatUnpacksToMuch_StopsAtTheLimit()
    {
        await using var server = await EchoServer.StartAsync(memory: 4 << 20);

        var bomb = Request.Pack(new byte[200 << 20]);
        var answer = await server.SendAsync(Request.To("Unary", Request.Frame(bomb, flag: 1), Gzip), Stop);

        (answer.Status, answer.Text).ShouldBe(("8", "the message, as sent or decompressed, is over the limit of 1048576 bytes"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(20)]
    public async Task Gzip_Broken_IsToldSo(int length)
    {
        await using var server = await EchoServer.StartAsync();
        var packed = length == 4 ? [1, 2, 3, 4] : Request.Pack(new byte[1000])[..length];

        var answer = await server.SendAsync(Request.To("Unary", Request.Frame(packed, flag: 1), Gzip), Stop);

        answer.Status.ShouldBe("13");
        answer.Text.ShouldBe("the message is not gzip as its head says, or cut off");
    }

    [Fact]
    public async Task Memory_ThatIsAllTaken_RefusesWhatArrivesInPieces()
    {
        await using var server = await EchoServer.StartAsync(memory: 64 << 10);
        using var body = new SlowBody();
        var sending = server.SendAsync(Request.To("Unary", body), Stop);
        var writing = body.WriteAsync(Request.Frame(new byte[500_000])[..400_000]);

        var answer = await sending;

        // it may be told to stop while it sends
        await Task.WhenAny(writing);
        (answer.Status, answer.Text).ShouldBe(("8", "messages that are being received hold all the memory there is for them: no more is taken now"));

        // what it held is given back
        (await server.SendAsync(Request.To("Unary", Request.Frame([1])), Stop)).Status.ShouldBe("0");
    }

    [Theory]
    [InlineData(8)]
    [InlineData(100_000)]
    public async Task Peek_APackedMessage_SeesItsBeginning(int length)
    {
        await using var server = await EchoServer.StartAsync();
        var message = Enumerable.Range(0, length).Select(n => (byte)('a' + (n % 26))).ToArray();

        var answer = await server.SendAsync(Request.To("Peek", Request.Frame(Request.Pack(message), flag: 1), Gzip), Stop);

        (answer.Status, answer.Text).ShouldBe(("9", $"abcdefgh of {length}"));
    }

    [Fact]
    public async Task Message_ThatDoesNotArrive_LeavesOtherCallsOfItsConnection()
    {
        // the server's own patience with a slow body is five seconds, for all of its connection
        await using var server = await EchoServer.StartAsync(messageTimeout: TimeSpan.FromSeconds(7));
        using var quiet = new SlowBody();
        var streaming = server.SendAsync(Request.To("Stream", quiet), Stop);
        await quiet.WriteAsync(Request.Frame([1]));
        using var slow = new SlowBody();
        var sending = server.SendAsync(Request.To("Unary", slow), Stop);
        await slow.WriteAsync(Request.Frame(new byte[100])[..50]);

        (await sending).Status.ShouldBe("4");

        quiet.End();
        (await streaming).Status.ShouldBe("0");
    }

    [Fact]
    public async Task Deadline_WhileRunning_EndsTheCall()
    {
        await using var server = await EchoServer.StartAsync();

        var answer = await server.SendAsync(Request.To("Hang", Request.Frame([]), ("grpc-timeout", "200m")), Stop);

        (answer.Status, answer.Text).ShouldBe(("4", "the caller's deadline has passed"));
        server.Ends.ShouldBe([true]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Deadline_BetweenTheMessagesOfAStream_EndsTheCall(int sent)
    {
        await using var server = await EchoServer.StartAsync();
        using var body = new SlowBody();
        var sending = server.SendAsync(Request.To("Stream", body, ("grpc-timeout", "500m")), Stop);
        for (var i = 0; i < sent; i++)
            await body.WriteAsync(Request.Frame([1]));

        var answer = await sending;

        (answer.Status, answer.Text).ShouldBe(("4", "the caller's deadline has passed"));
    }

    [Theory]
    [InlineData("Unary")]
    [InlineData("Stream")]
    public async Task Message_ThatBeginsAndDoesNotArrive_EndsTheCall(string method)
    {
        await using var server = await EchoServer.StartAsync(messageTimeout: TimeSpan.FromMilliseconds(200));
        using var body = new SlowBody();
        var sending = server.SendAsync(Request.To(method, body), Stop);
        await body.WriteAsync(Request.Frame(new byte[100])[..50]);

        var answer = await sending;

        (answer.Status, answer.Text).ShouldBe(("4", "the message was not there in time"));
    }

    [Fact]
    public async Task Caller_WhoLeaves_CancelsTheCall()
    {
        await using var server = await EchoServer.StartAsync();
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var sending = server.SendAsync(Request.To("Hang", Request.Frame([])), leaving.Token);
        using var second = new SlowBody();
        var waiting = server.SendAsync(Request.To("Stream", second), leaving.Token);
        await second.WriteAsync(Request.Frame([1]));
        await Condition.HoldsAsync(() => !server.Begun.IsEmpty, () => "the call did not begin");

        await leaving.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => sending);
        await Should.ThrowAsync<OperationCanceledException>(() => waiting);
        await Condition.HoldsAsync(() => !server.Ends.IsEmpty, () => "the call did not end");
        server.Ends.ShouldBe([true]);
        server.Bugs.ShouldBeEmpty();
        (await server.SendAsync(Request.To("Unary", Request.Frame([1])), Stop)).Status.ShouldBe("0");
    }
}
