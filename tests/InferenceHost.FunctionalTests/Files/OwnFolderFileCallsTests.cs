namespace Inference.InferenceHost.FunctionalTests.Files;

/// <summary>The default store where no other is said: below the data folder.</summary>
public sealed class OwnFolderFileCallsTests(FilesHost files) : FileCallsTests(files, Box, "small")
{
    private const string Box = "users";

    protected override string LinksBeginWith => $"http://localhost/tests/files/{Box}/both/";

    protected override bool IsServedByUs => true;

    protected override Task<int> UnfinishedAsync()
    {
        var folder = Path.Combine(files.Boxes, "tests", Box, ".inference-partial");
        return Task.FromResult(Directory.Exists(folder) ? Directory.GetFiles(folder).Count(path => new FileInfo(path).Length > 0) : 0);
    }
}
