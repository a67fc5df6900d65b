using FsCheck;
using FsCheck.Fluent;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Files;

/// <summary>No path leads out of the caller's part of a box, wherever that lies.</summary>
public abstract class FilePathTests(IFilesHost files, string box)
{
    private static readonly string LongName = new('x', 300);

    // "out" and "secret" are links in the caller's part, where the store has such
    private static readonly string[] Pieces =
    [
        "..", ".", "%2e%2e", "%252e%252e", "%2E.", "/", "/", "/", "//", "%2f", "%5c", "\\", "%00", "%0a", "%7f", "g", "f", "eve", "users", "file_groups", "%", "%c0%ae", "%ff", "e%CC%81", "%E2%84%AB", "%EF%AC%81", ";", "..;", "~", ":", "?",
        "%EF%BC%8E%EF%BC%8E", "%E2%88%95", "out", "secret", "out/passwd", ".inference-partial", ".inference-request", LongName,
    ];

    private static readonly string[] Methods = ["GET", "PUT", "POST", "DELETE"];

    public static TheoryData<string> Attacks =>
    [
        "g/..", "../x/y", "g/../../../eve/file_groups/g/f", "../../../../../../etc/passwd", "%2e%2e/%2e%2e/x", "g/%2e%2e/%2E%2e/f", "g/%252e%252e/f", "g/%25252e/f", "g//f", "g///", "/g/f", "//etc/passwd", "g\\f/x", "g/..\\f", "g/%5c..%5cf",
        "g/%00", "g/f%00.txt", "g/%0d%0aX:y", "g/a%2Fb", "g/..%2f..%2ff", "g/e%CC%81.txt", "g/%C0%AE%C0%AE/f", "g/%FF", "g/%ED%A0%80", "g/%zz", "g/%", "g/%2", "./g/f", "g/./f", ".inference-partial/f", "g/.inference-partial/f", "g/%7f", "g/%EF%BF%BF",
        "g/" + new string('x', 300), new string('x', 300) + "/f", string.Concat(Enumerable.Repeat("x/", 600)) + "f",
    ];

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task Path_ThatTriesToLeave_Is400Or404ByEveryMethod(string path)
    {
        foreach (var method in (string[])["GET", "PUT", "DELETE", "POST"])
        {
            var answer = await files.AskAsync(method, $"{box}/{path}");
            answer.Status.ShouldBeOneOf([400, 404], $"{method} {path}: {answer.Text}");
            answer.Text.ShouldNotContain(Place);
        }

        (await OutsideAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/tests/told/../files/BOX/g/f")]
    [InlineData("/tests/%66iles/BOX/g/f")]
    [InlineData("/tests//files/BOX/g/f")]
    [InlineData("http://localhost/tests/files/BOX/g/f")]
    [InlineData("/tests/FILES/BOX/g/f")]
    [InlineData("/tests/files/BOX/../../files/BOX/g/f")]
    [InlineData("/tests/files/..%2fBOX/g/f")]
    [InlineData("/nothing/files/BOX/g/f")]
    public async Task Target_ByAnotherWay_LeadsNowhere(string target)
    {
        await files.AskAsync("POST", $"{box}/g/f", "text");
        (await RawRequest.Get(target.Replace("BOX", box)).As(FilesHost.Bob, FilesHost.Password).SendAsync(files.Host.PublicUrl)).Status.ShouldBeOneOf(400, 404);
    }

    [Fact]
    public void Path_OfAnyPieces_StaysInsideOrIsRefused() => Prop.ForAll(
        Gen.ListOf(Gen.Elements(Pieces)).Select(list => string.Concat(list)).ToArbitrary(),
        Gen.Elements(Methods).ToArbitrary(),
        async (path, method) =>
        {
            var answer = await files.AskAsync(method, $"{box}/p/{path}", method == "POST" ? "x" : "");
            answer.Status.ShouldBeOneOf([200, 201, 204, 307, 400, 404, 405, 409], $"{method} {path}: {answer.Text}");
            answer.Text.ShouldNotContain("root:");
            (await OutsideAsync()).ShouldBeEmpty($"{method} {path}");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    /// <summary>Where the box lies: what no caller is told.</summary>
    protected abstract string Place { get; }

    /// <summary>What lies in the box, or beside it, and is not Bob's.</summary>
    protected abstract Task<string[]> OutsideAsync();
}
