using System.Diagnostics;
using System.Text;
using Inference.Testing;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Files;

/// <summary>Upload and prediction in one call.</summary>
public sealed class FormTests(FormHost shared) : IClassFixture<FormHost>
{
    private const string Tell = "/tests/tell/predict";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Boundaries => new()
    {
        { "multipart/form-data", "expected multipart/form-data; boundary=<1 to 70" },
        { "multipart/form-data; boundary=", "expected multipart/form-data; boundary=<1 to 70" },
        { "multipart/form-data; boundary=\"\"", "boundary=<1 to 70" },
        { "multipart/form-data; boundary=\"a\\\"b\"", "boundary=<1 to 70" },
        { "multipart/form-data; boundary=" + new string('x', 71), "boundary=<1 to 70" },
        { "multipart/form-data; boundary=\"ends in a space \"", "boundary=<1 to 70" },
        { "multipart/form-data; boundary=another", "ends before its last boundary: expected '--another--'" },
    };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Predict_TheRequestBeforeOrAfterTheFile_BothReachTheFunction(bool isFirst)
    {
        var form = new Form();
        form = isFirst ? form.Request(Form.Json("scan.txt")) : form;
        form = form.File("scan.txt", "abc", "Content-Type: text/plain");
        form = isFirst ? form : form.Request(Form.Json("scan.txt"));

        var answer = await form.To(Tell).SendAsync(shared.Host.PublicUrl);

        answer.DataText("told").ShouldBe("""{"file":["scan.txt","text/plain",3,"abc"]}""");
        shared.LeftFiles().ShouldBeEmpty();
    }

    [Fact]
    public async Task Predict_SeveralFilesOddBytesAndNoTypes_ArriveAsTheyAre()
    {
        var odd = $"\r\n--{Form.Boundary[..^1]}\r\n--\0\u00ff\r\n\r\n-";
        var json = """{"inputs":[{"name":"file","datatype":"FILE","content_type":"a/b","data":"one"},{"name":"file1","datatype":"FILE","data":"two words"}]}""";

        var answer = await new Form().File("one", odd, "Content-Type: text/plain").File("two words", "").Request(json).To(Tell).SendAsync(shared.Host.PublicUrl);

        var told = answer.Output("told").GetProperty("data");
        told.GetProperty("file")[3].GetString().ShouldBe(odd);
        told.GetProperty("file")[1].GetString().ShouldBe("a/b", "the input's own content type counts before the part's");
        told.GetProperty("file1").GetRawText().ShouldBe("""["two words",null,0,""]""");
    }

    [Fact]
    public async Task Predict_ByCurl_Works()
    {
        using var folder = new TempFolder();
        folder.Write("a file.txt", "from curl");

        var answer = await CurlAsync("-F", $"request={Form.Json("scan")}", "-F", $"scan=@{folder["a file.txt"]}", new Uri(shared.Host.PublicUrl, Tell).AbsoluteUri);

        answer.ShouldContain("""{"file":["scan","text/plain",9,"from curl"]}""");
        shared.LeftFiles().ShouldBeEmpty();
    }

    [Fact]
    public async Task Predict_InChunksOfAByte_IsTheSame()
    {
        using var connection = await RawConnection.OpenAsync(shared.Host.PublicUrl);
        await connection.SendAsync($"POST {Tell} HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary={Form.Boundary}\r\nTransfer-Encoding: chunked\r\n\r\n");
        foreach (var value in new Form().Raw("a preamble\r\n").Request(Form.Json("f")).File("f", "abc").ToBytes())
            await connection.SendAsync(new byte[] { (byte)'1', 13, 10, value, 13, 10 });
        await connection.SendAsync("0\r\n\r\n");

        (await connection.ReadAsync()).ShouldNotBeNull().DataText("told").ShouldContain("abc");
    }

    [Fact]
    public async Task Predict_OnOneConnectionAfterARefusal_Works()
    {
        using var connection = await RawConnection.OpenAsync(shared.Host.PublicUrl);
        (await connection.ExchangeAsync(new Form().File("../f", new string('x', 100_000)).Request(Form.Json("f")).To(Tell))).ShouldBeProblem(400, "parts[0]");

        (await connection.ExchangeAsync(new Form().File("f", "abc").Request(Form.Json("f")).To(Tell))).ShouldBeOk();
    }

    [Theory]
    [InlineData("../f", "has the segment '..'")]
    [InlineData("..", "has the segment '..'")]
    [InlineData("a/b", "expected a name without slashes")]
    [InlineData("/etc/passwd", "empty segment")]
    [InlineData("a\\\\b", "backslash")]
    [InlineData("a\0b", "control character U+0000")]
    [InlineData("a\u007fb", "control character U+007F")]
    [InlineData("", "Content-Disposition")]
    [InlineData("=?utf-8?B?Li4vZg==?=", "has the segment '..'")]
    public async Task Predict_APartWhoseNameIsAPath_Is400(string name, string said)
    {
        var answer = await new Form().Request(Form.Json("f")).File(name, "abc").To(Tell).SendAsync(shared.Host.PublicUrl);

        answer.ShouldBeProblem(400, "parts[1]").Text.ShouldContain(said);
        shared.LeftFiles().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Content-Type: multipart/mixed; boundary=x", "parts within the part")]
    [InlineData("Content-Type: no type", "expected a media type")]
    [InlineData("Content-Encoding: gzip", "found Content-Encoding 'gzip'")]
    [InlineData("Content-Transfer-Encoding: base64", "found Content-Transfer-Encoding 'base64'")]
    [InlineData("Content-Disposition: form-data; name=\"again\"", "Content-Disposition")]
    public async Task Predict_APartWithAHeadThatMeansSomethingElse_Is400(string header, string said)
    {
        var answer = await new Form().Request(Form.Json("f")).File("f", "abc", header).To(Tell).SendAsync(shared.Host.PublicUrl);

        answer.ShouldBeProblem(400, "parts[1]").Text.ShouldContain(said);
        shared.LeftFiles().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("no colon")]
    [InlineData("X: " + "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy", 70)]
    [InlineData("Y{0}: 1", 20)]
    public async Task Predict_AHeadThatIsNone_Is400(string line, int times = 1)
    {
        var headers = Enumerable.Range(0, times).Select(i => line.Replace("{0}", $"{i}", StringComparison.Ordinal)).ToArray();

        var answer = await new Form().File("f", "abc", headers).Request(Form.Json("f")).To(Tell).SendAsync(shared.Host.PublicUrl);

        answer.ShouldBeProblem(400).Text.ShouldContain("no list of up to 16 headers in 8192 bytes");
    }

    [Fact]
    public async Task Predict_FilesAndInputsThatDoNotMeet_AreAllNamed()
    {
        var answer = await new Form().File("a", "1").Request(Form.Json("z", "a")).File("b", "2").To(Tell).SendAsync(shared.Host.PublicUrl);

        answer.ShouldBeProblem(400, "inputs[0].data", "parts[2]");
        answer.Json.GetProperty("detail").GetString().ShouldBe(
            "inputs[0].data: expected the name of a file part of this request ('a', 'b') or <group>/<file> of the caller's box, found 'z'; "
            + "parts[2]: expected a FILE input whose data is the part's name, found none for part 'b': add one to part 'request', or leave the part out");
        shared.LeftFiles().ShouldBeEmpty();
    }

    [Fact]
    public async Task Predict_NoRequestPart_Is400AndSaysHow() =>
        (await new Form().File("f", "abc").To(Tell).SendAsync(shared.Host.PublicUrl)).ShouldBeProblem(400, "request").Text.ShouldContain("expected a part named 'request' with the prediction's JSON, found none");

    [Theory]
    [InlineData("f")]
    [InlineData("request")]
    public async Task Predict_TwoPartsOfAName_Is400(string name)
    {
        var form = new Form().Request(Form.Json("f")).File("f", "1").Part($"name=\"{name}\"", Form.Json("f"));
        (await form.To(Tell).SendAsync(shared.Host.PublicUrl)).ShouldBeProblem(400, "parts[2]").Text.ShouldContain($"found a second '{name}'");
    }

    [Theory]
    [MemberData(nameof(Boundaries))]
    public async Task Predict_AnotherBoundary_Is400(string contentType, string said)
    {
        var answer = await new Form { ContentType = contentType }.Request(Form.Json("f")).File("f", "abc").To(Tell).SendAsync(shared.Host.PublicUrl);

        answer.Status.ShouldBe(400, answer.Text);
        answer.Json.GetProperty("detail").GetString()!.ShouldContain(said);
        shared.LeftFiles().ShouldBeEmpty();
    }

    [Fact]
    public async Task Predict_CutOffAnywhere_Is400AndLeavesNothing()
    {
        var whole = new Form().Request(Form.Json("f")).File("f", "abc").ToBytes();
        for (var length = 0; length < whole.Length - 4; length += 7)
        {
            var answer = await RawRequest.Post(Tell, whole[..length], new Form().ContentType).SendAsync(shared.Host.PublicUrl);
            answer.Status.ShouldBe(400, $"{length}: {answer.Text}");
        }

        shared.LeftFiles().ShouldBeEmpty();
    }

    [Fact]
    public async Task Predict_ARequestThatIsWrong_IsToldAsEver()
    {
        (await new Form().Request("{").To(Tell).SendAsync(shared.Host.PublicUrl)).ShouldBeProblem(400).Text.ShouldContain("malformed JSON");
        (await new Form().Request("""{"inputs":[]}""").To(Tell).SendAsync(shared.Host.PublicUrl)).ShouldBeProblem(400, "inputs").Text.ShouldContain("missing required input 'file'");
        var answer = await new Form().Request("""{"inputs":[{"name":"file","datatype":"FILE","data":"f"},{"name":"note","datatype":"str","data":"raise"}]}""").File("f", "").To(Tell).SendAsync(shared.Host.PublicUrl);
        answer.ShouldBeProblem(500).Text.ShouldContain("ValueError: no");
        shared.LeftFiles().ShouldBeEmpty();
    }

    [Fact]
    public async Task Predict_AFileOfTheBoxWithoutACaller_Is400() =>
        (await new Form().Request(Form.Json("g/f")).To(Tell).SendAsync(shared.Host.PublicUrl)).ShouldBeProblem(400, "inputs[0]").Text.ShouldContain("exchanges no files");

    [Fact]
    public async Task Predict_Encoded_Is415() =>
        (await new Form().Request("{}").To(Tell).With("Content-Encoding", "gzip").SendAsync(shared.Host.PublicUrl)).ShouldBeProblem(415);

    [Fact]
    public async Task Infer_ByAForm_Is415() =>
        (await new Form().Request("{}").To("/tests/tell/v2/models/tell/infer").SendAsync(shared.Host.PublicUrl)).ShouldBeRefusal(415);

    [Fact]
    public async Task Predict_OverALimit_Is413AndLeavesNothing()
    {
        async Task ShouldBeTooLargeAsync(Form form, string said, params string[] paths)
        {
            (await form.To("/tests/tight/predict").SendAsync(shared.Host.PublicUrl)).ShouldBeProblem(413, paths).Text.ShouldContain(said);
            shared.LeftFiles().ShouldBeEmpty();
        }

        (await new Form().Request(Form.Json("a", "b")).File("a", new string('x', 1500)).File("b", new string('x', 1500)).To("/tests/tight/predict").SendAsync(shared.Host.PublicUrl)).ShouldBeOk();
        await ShouldBeTooLargeAsync(new Form().Request(Form.Json("a", "b")).File("a", new string('x', 1500)).File("b", new string('x', 1501)), "over the limit of 3000 bytes together");
        await ShouldBeTooLargeAsync(new Form().File("a", new string('x', 500_000)).Request(Form.Json("a")), "over the limit of 3000 bytes together");
        await ShouldBeTooLargeAsync(new Form().Request(Form.Json("a") + new string(' ', 1000)).File("a", ""), "part 'request' is over the limit of 1000 bytes", "parts[0]");
        await ShouldBeTooLargeAsync(Enumerable.Range(0, 65).Aggregate(new Form(), (form, i) => form.File($"f{i}", "")), "over 64 parts", "parts[64]");
    }

    [Fact]
    public async Task Predict_ManyMegabytes_AreNotHeldInMemory()
    {
        const int size = 200 << 20;
        var before = ProcessFigures.ResidentBytes(shared.Host.Id);
        var head = new Form().Request(Form.Json("big")).Raw($"--{Form.Boundary}\r\nContent-Disposition: form-data; name=big\r\n\r\n").ToBytes(isWhole: false);
        var tail = Encoding.ASCII.GetBytes($"\r\n--{Form.Boundary}--");
        using var connection = await RawConnection.OpenAsync(shared.Host.PublicUrl, TimeSpan.FromMinutes(1));
        await connection.SendAsync((new Form().To(Tell) with { Body = [] }).With("Content-Length", $"{head.Length + size + tail.Length}").ToBytes());
        await connection.SendAsync(head);
        var most = 0L;
        for (var i = 0; i < size; i += 1 << 20)
        {
            await connection.SendAsync(new byte[1 << 20]);
            most = Math.Max(most, ProcessFigures.ResidentBytes(shared.Host.Id));
        }

        await connection.SendAsync(tail);
        (await connection.ReadAsync()).ShouldNotBeNull().Output("told").GetProperty("data").GetProperty("file")[2].GetInt64().ShouldBe(size);
        (most - before).ShouldBeLessThan(64 << 20);
    }

    [Fact]
    public async Task Predict_WhoseCallerLeaves_LeavesNothing()
    {
        using (var connection = await BeginAsync(Tell))
            connection.Abort();

        await shared.NothingLeftAsync();
    }

    [Fact]
    public async Task Predict_WhoseFileComesTooSlowly_Is408AndLeavesNothing()
    {
        using var connection = await BeginAsync("/tests/brief/predict");

        var answer = (await connection.ReadAsync()).ShouldNotBeNull();

        answer.ShouldBeProblem(408);
        (await connection.IsClosedAsync()).ShouldBeTrue();
        shared.LeftFiles().ShouldBeEmpty();
    }

    private static async Task<string> CurlAsync(params string[] arguments)
    {
        using var curl = Process.Start(new ProcessStartInfo("curl", ["-sS", .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        var answer = await curl.StandardOutput.ReadToEndAsync(Stop);
        await curl.WaitForExitAsync(Stop);
        return answer;
    }

    /// <summary>A form of which a part has come and more is awaited.</summary>
    private async Task<RawConnection> BeginAsync(string target)
    {
        var connection = await RawConnection.OpenAsync(shared.Host.PublicUrl);
        await connection.SendAsync(new Form().File("f", new string('x', 200_000)).To(target, isWhole: false).With("Content-Length", "1000000").ToBytes());
        await shared.SomethingThereAsync();
        return connection;
    }
}
