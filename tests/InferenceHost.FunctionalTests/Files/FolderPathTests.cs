namespace Inference.InferenceHost.FunctionalTests.Files;

/// <summary>Of a folder, which can have links in it, and a world around it.</summary>
public sealed class FolderPathTests : FilePathTests
{
    private readonly FilesHost files;

    public FolderPathTests(FilesHost files)
        : base(files, "attacked")
    {
        this.files = files;
        PutLinks("p");
    }

    protected override string Place => files.Attacked;

    [Fact]
    public async Task Links_InTheFolder_AreAsIfTheyWereNotThere()
    {
        PutLinks("linked");
        await files.AskAsync("POST", "attacked/linked/f", "text");

        (await files.AskAsync("GET", "attacked/linked/secret")).ShouldBeProblem(404);
        (await files.AskAsync("GET", "attacked/linked/out/passwd")).ShouldBeProblem(404);
        (await files.AskAsync("POST", "attacked/linked/out/planted", "x")).Status.ShouldBeInRange(400, 499);
        File.Exists("/etc/planted").ShouldBeFalse();
        (await files.AskAsync("GET", "attacked/linked")).ShouldBeOk().Text.ShouldNotContain("passwd");
    }

    private void PutLinks(string group)
    {
        var folder = Directory.CreateDirectory(Path.Combine(files.Attacked, "users/bob/file_groups", group)).FullName;
        if (Directory.Exists(Path.Combine(folder, "out")))
            return;
        File.CreateSymbolicLink(Path.Combine(folder, "secret"), "/etc/passwd");
        Directory.CreateSymbolicLink(Path.Combine(folder, "out"), "/etc");
    }

    protected override Task<string[]> OutsideAsync()
    {
        var above = Path.GetDirectoryName(files.Attacked)!;
        return Task.FromResult<string[]>(
        [
            .. Directory.GetFiles(above, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }).Select(path => Path.GetRelativePath(above, path))
                .Where(path => !path.StartsWith("box/users/bob/file_groups/", StringComparison.Ordinal) && !path.StartsWith("box/.inference-partial/", StringComparison.Ordinal)),
        ]);
    }
}
