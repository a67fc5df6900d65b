using Inference.Testing;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Files;

/// <summary>Files that come and go with predictions: of a component that copies what it is given, and behaves badly on request.</summary>
public sealed class ExchangeTests(ExchangeHost shared) : IClassFixture<ExchangeHost>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Predict_AFile_IsBroughtAndTheOutputStored()
    {
        await shared.PutAsync("scans/one.txt", "abc");

        var answer = await shared.AskAsync(Ask("scans/one.txt", "copy", "done/two.txt"));

        answer.DataText("y").ShouldBe("\"done/two.txt\"");
        (await shared.ReadAsync("done/two.txt")).ShouldBe("ABC");
        shared.LeftFiles().ShouldBeEmpty();
    }

    [Fact]
    public async Task Predict_NoPlaceForTheOutput_GoesToTheResultsOfTheRequest()
    {
        await shared.PutAsync("scans/three.txt", "xyz");

        var answer = await shared.AskAsync("""{"inputs":[{"name":"x","datatype":"FILE","data":"scans/three.txt"},{"name":"how","datatype":"str","data":"copy"}]}""");

        var where = answer.Output("y").GetProperty("data").GetString()!;
        where.ShouldMatch("^results/[^/]+/y$");
        (await shared.ReadAsync(where)).ShouldBe("XYZ");
    }

    [Theory]
    [InlineData("scans/none.txt", "", "is not in the box")]
    [InlineData("../eve/file_groups/a/b", "", "expected <group>/<file>")]
    [InlineData("/etc/passwd", "", "expected <group>/<file>")]
    [InlineData("scans/one.txt", "../../eve/file_groups/a/b", "expected <group>/<file>")]
    [InlineData("scans/one.txt", "alone", "names no group")]
    public async Task Predict_APathThatIsNoneOfTheCallers_IsTheCallersFault(string input, string output, string said)
    {
        await shared.PutAsync("scans/one.txt", "abc");

        var answer = await shared.AskAsync(Ask(input, "copy", output));

        answer.ShouldBeProblem(400, output.Length > 0 ? "output_fields[0].data" : "inputs[0].data").Text.ShouldContain(said);
        shared.LeftFiles().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("link")]
    [InlineData("linked folder")]
    [InlineData("pipe")]
    [InlineData("outside")]
    [InlineData("nothing")]
    [InlineData("folder")]
    public async Task Predict_AnOutputThatIsNoFileOfTheRequest_IsTheFunctionsFault(string how)
    {
        await shared.PutAsync("scans/one.txt", "abc");

        (await shared.AskAsync(Ask("scans/one.txt", how, "done/bad.txt"))).ShouldBeProblem(500).Text.ShouldContain("output 'y' is a FILE that is no");

        (await shared.AskAsync("GET", "done/bad.txt")).Status.ShouldBe(404);
        shared.LeftFiles().ShouldBeEmpty();
    }

    [Fact]
    public async Task Predict_TheFunctionRaises_LeavesNothing()
    {
        await shared.PutAsync("scans/one.txt", "abc");

        (await shared.AskAsync(Ask("scans/one.txt", "raise", "done/bad.txt"))).ShouldBeProblem(500).Text.ShouldContain("ValueError: no");

        shared.LeftFiles().ShouldBeEmpty();
    }

    [Fact]
    public async Task Predict_TwoFilesOfTheSameNameAtOnce_NeverMeet()
    {
        for (var i = 0; i < 8; i++)
            await shared.PutAsync($"g{i}/same.txt", $"text {i}");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => shared.AskAsync(Ask($"g{i}/same.txt", "copy", $"out{i}/same.txt"))));

        answers.ShouldAllBe(answer => answer.Status == 200);
        for (var i = 0; i < 8; i++)
            (await shared.ReadAsync($"out{i}/same.txt")).ShouldBe($"TEXT {i}");
    }

    [Fact]
    public async Task Predict_WithoutACaller_IsToldThatFilesNeedOne()
    {
        var answer = await RawRequest.Post("/tests/open/predict", Ask("scans/one.txt", "copy", "")).SendAsync(shared.Host.PublicUrl);

        answer.ShouldBeProblem(400, "inputs[0]").Text.ShouldContain("files belong to users");
    }

    [Fact]
    public async Task Start_AfterAHostThatDied_RemovesWhatItLeftAndNothingElse()
    {
        using var data = new TempFolder();
        Directory.CreateDirectory(data["exchange/tests.x/home/tmp/dead/0"]);
        Directory.CreateDirectory(data["exchange/tests.x/home/tmp/mine"]);
        await File.WriteAllTextAsync(data["exchange/tests.x/home/tmp/dead/.inference-request"], "", Stop);
        await File.WriteAllTextAsync(data["exchange/tests.x/home/tmp/dead/0/a.txt"], "a", Stop);
        await File.WriteAllTextAsync(data["exchange/tests.x/home/tmp/mine/b.txt"], "b", Stop);
        using var folder = new ManifestFolder();

        await using var host = await HostProcess.StartAsync(new HostStart(folder.FullPath) { Data = data.FullPath }, Stop);

        Directory.Exists(data["exchange/tests.x/home/tmp/dead"]).ShouldBeFalse();
        File.Exists(data["exchange/tests.x/home/tmp/mine/b.txt"]).ShouldBeTrue();
    }

    private static string Ask(string input, string how, string output) => $$"""
        {"inputs":[{"name":"x","datatype":"FILE","content_type":"text/plain","data":"{{input}}"},{"name":"how","datatype":"str","data":"{{how}}"}],
         "output_fields":[{"name":"y","datatype":"FILE","data":"{{output}}"}]}
        """;
}
