using FsCheck;
using FsCheck.Fluent;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Files;

/// <summary>No path leads out of the caller's part of a box.</summary>
public sealed class FilePathTests(FilesHost files)
{
    private static readonly string[] Pieces =
        ["..", ".", "%2e%2e", "%252e%252e", "%2E.", "/", "//", "%2f", "%5c", "\\", "%00", "%0a", "%7f", "g", "f", "eve", "users", "file_groups", "%", "%c0%ae", "%ff", "e%CC%81", ";", "..;", "~", ":", "%EF%BC%8E"];

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
            var answer = await files.AskAsync(method, "folder/" + path);
            answer.Status.ShouldBeOneOf([400, 404], $"{method} {path}: {answer.Text}");
            answer.Text.ShouldNotContain(files.Folder);
        }

        Outside().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/tests/told/../files/folder/g/f")]
    [InlineData("/tests/%66iles/folder/g/f")]
    [InlineData("/tests//files/folder/g/f")]
    [InlineData("http://localhost/tests/files/folder/g/f")]
    [InlineData("/tests/FILES/folder/g/f")]
    [InlineData("/tests/files/folder/../../files/folder/g/f")]
    [InlineData("/tests/files/..%2ffolder/g/f")]
    [InlineData("/nothing/files/folder/g/f")]
    public async Task Target_ByAnotherWay_LeadsNowhere(string target)
    {
        await files.AskAsync("POST", "folder/g/f", "text");
        (await RawRequest.Get(target).As(FilesHost.Bob, FilesHost.Password).SendAsync(files.Host.PublicUrl)).Status.ShouldBeOneOf(400, 404);
    }

    [Fact]
    public async Task Links_InTheFolder_AreAsIfTheyWereNotThere()
    {
        await files.AskAsync("POST", "folder/linked/f", "text");
        var group = Path.Combine(files.Folder, "users/bob/file_groups/linked");
        File.CreateSymbolicLink(Path.Combine(group, "file"), "/etc/passwd");
        Directory.CreateSymbolicLink(Path.Combine(group, "out"), "/etc");

        (await files.AskAsync("GET", "folder/linked/file")).ShouldBeProblem(404);
        (await files.AskAsync("GET", "folder/linked/out/passwd")).ShouldBeProblem(404);
        (await files.AskAsync("POST", "folder/linked/out/planted", "x")).Status.ShouldBeInRange(400, 499);
        File.Exists("/etc/planted").ShouldBeFalse();
        (await files.AskAsync("GET", "folder/linked")).ShouldBeOk().Text.ShouldNotContain("passwd");
        Directory.Delete(group, recursive: true);
    }

    [Fact]
    public void Path_OfAnyPieces_StaysInsideOrIsRefused() => Prop.ForAll(Gen.ListOf(Gen.Elements(Pieces)).Select(list => string.Concat(list)).ToArbitrary(), async path =>
    {
        var answer = await files.AskAsync("POST", "folder/p/" + path, "x");
        answer.Status.ShouldBeOneOf([201, 400, 404, 405, 409], $"{path}: {answer.Text}");
        Outside().ShouldBeEmpty(path);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(150));

    /// <summary>What lies in the box's folder and is not Bob's.</summary>
    private string[] Outside() =>
        [.. Directory.GetFiles(files.Folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(files.Folder, path))
            .Where(path => !path.StartsWith("users/bob/file_groups/", StringComparison.Ordinal) && !path.StartsWith(".inference-partial/", StringComparison.Ordinal))];
}
