using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Files;

/// <summary>Files that come and go with predictions, on every store: of a component that copies what it is given, and behaves badly on request.</summary>
public abstract class ExchangeTests(ExchangeHost shared)
{
    [Fact]
    public async Task Predict_AFile_IsBroughtAndTheOutputStored()
    {
        await shared.PutAsync("scans/one.txt", "abc");

        var answer = await shared.PredictAsync(Ask("scans/one.txt", "copy", "done/two.txt"));

        answer.DataText("y").ShouldBe("\"done/two.txt\"");
        (await shared.ReadAsync("done/two.txt")).ShouldBe("ABC");
        shared.LeftFiles().ShouldBeEmpty();
    }

    [Fact]
    public async Task Predict_NoPlaceForTheOutput_GoesToTheResultsOfTheRequest()
    {
        await shared.PutAsync("scans/three.txt", "xyz");

        var answer = await shared.PredictAsync("""{"inputs":[{"name":"x","datatype":"FILE","data":"scans/three.txt"},{"name":"how","datatype":"str","data":"copy"}]}""");

        var where = answer.Output("y").GetProperty("data").GetString()!;
        where.ShouldMatch("^results/[^/]+/y$");
        (await shared.ReadAsync(where)).ShouldBe("XYZ");
    }

    [Theory]
    [InlineData("scans/none.txt", "", "is not in the box")]
    [InlineData("one.txt", "", "files there are named <group>/<file>")]
    [InlineData("../eve/file_groups/a/b", "", "expected <group>/<file>")]
    [InlineData("/etc/passwd", "", "expected <group>/<file>")]
    [InlineData("scans/one.txt", "../../eve/file_groups/a/b", "expected <group>/<file>")]
    [InlineData("scans/one.txt", "alone", "names no group")]
    public async Task Predict_APathThatIsNoneOfTheCallers_IsTheCallersFault(string input, string output, string said)
    {
        await shared.PutAsync("scans/one.txt", "abc");

        var answer = await shared.PredictAsync(Ask(input, "copy", output));

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

        (await shared.PredictAsync(Ask("scans/one.txt", how, "done/bad.txt"))).ShouldBeProblem(500).Text.ShouldContain("output 'y' is a FILE that is no");

        (await shared.AskAsync("GET", "users/done/bad.txt")).Status.ShouldBe(404);
        shared.LeftFiles().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("odd name")]
    [InlineData("deep")]
    public async Task Predict_AFunctionThatLeavesWhatIsHardToRemove_LeavesNothing(string how)
    {
        await shared.PutAsync("scans/one.txt", "abc");

        (await shared.PredictAsync(Ask("scans/one.txt", how, "done/odd.txt"))).Status.ShouldBe(200);

        shared.LeftFiles().ShouldBeEmpty();
    }

    [Fact]
    public async Task Predict_TheFunctionRaises_LeavesNothing()
    {
        await shared.PutAsync("scans/one.txt", "abc");

        (await shared.PredictAsync(Ask("scans/one.txt", "raise", "done/bad.txt"))).ShouldBeProblem(500).Text.ShouldContain("ValueError: no");

        shared.LeftFiles().ShouldBeEmpty();
    }

    [Fact]
    public async Task Predict_TwoFilesOfTheSameNameAtOnce_NeverMeet()
    {
        for (var i = 0; i < 8; i++)
            await shared.PutAsync($"g{i}/same.txt", $"text {i}");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => shared.PredictAsync(Ask($"g{i}/same.txt", "copy", $"out{i}/same.txt"))));

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
    public async Task Predict_AnUploadOfAUser_IsTakenAndItsOutputStored()
    {
        var form = new Form().File("new", "abc").Request(Ask("new", "copy", "done/uploaded.txt"));

        var answer = await form.To("/tests/closed/predict").As(FilesHost.Bob, FilesHost.Password).SendAsync(shared.Host.PublicUrl);

        answer.DataText("y").ShouldBe("\"done/uploaded.txt\"");
        (await shared.ReadAsync("done/uploaded.txt")).ShouldBe("ABC");
        shared.LeftFiles().ShouldBeEmpty();
    }

    [Fact]
    public async Task Predict_AFormThatNamesAFileOfTheBox_BringsIt()
    {
        await shared.PutAsync("scans/boxed.txt", "abc");

        var answer = await new Form().Request(Ask("scans/boxed.txt", "copy", "done/boxed.txt")).To("/tests/closed/predict").As(FilesHost.Bob, FilesHost.Password).SendAsync(shared.Host.PublicUrl);

        answer.ShouldBeOk();
        (await shared.ReadAsync("done/boxed.txt")).ShouldBe("ABC");
    }

    [Fact]
    public async Task Predict_AnUploadOfNobody_HasNoPlaceForAFileThatIsAnswered()
    {
        var form = new Form().Request(Ask("new", "copy", "done/nobody.txt")).File("new", "abc");

        (await form.To("/tests/open/predict").SendAsync(shared.Host.PublicUrl)).ShouldBeProblem(400, "output_fields[0]").Text.ShouldContain("files belong to users");
        (await form.To("/tests/closed/predict").SendAsync(shared.Host.PublicUrl)).ShouldBeProblem(401);
        shared.LeftFiles().ShouldBeEmpty();
    }

    [Fact]
    public async Task Predict_AnOutputThatHasNoRoom_Is507AndLeavesWhatWasThere()
    {
        await shared.PutAsync("scans/most.txt", new string('x', 600), "little");

        var answer = await shared.PredictAsync(Ask("scans/most.txt", "copy", "done/most.txt"), "full");

        answer.ShouldBeProblem(507).Text.ShouldContain("capacity is used up");
        (await shared.AskAsync("GET", "little/done")).Json.Names().ShouldBeEmpty();
        (await shared.AskAsync("GET", "little/scans")).Json.Names().ShouldBe(["most.txt"]);
        shared.LeftFiles().ShouldBeEmpty();
    }

    [Fact]
    public async Task Predict_TheSecondOfTwoOutputsHasNoRoom_TheFirstIsTakenBackUnlessItReplacedOne()
    {
        await shared.PutAsync("pairs/in.txt", "abc", "little");
        await shared.PutAsync("pairs/old.txt", "old", "little");

        (await shared.PredictAsync(AskPair("pairs/in.txt", "pairs/new.txt", "pairs/z.txt"), "full")).ShouldBeProblem(507);
        (await shared.AskAsync("GET", "little/pairs")).Json.Names().ShouldBe(["in.txt", "old.txt"]);
        (await shared.PredictAsync(AskPair("pairs/in.txt", "pairs/old.txt", "pairs/z.txt"), "full")).ShouldBeProblem(507);

        (await shared.AskAsync("GET", "little/pairs")).Json.Names().ShouldBe(["in.txt", "old.txt"]);
        (await shared.Host.DownloadAsync("little/pairs/old.txt")).Text.ShouldBe("ABC", "what was replaced cannot be had again");
        (await shared.AskAsync("DELETE", "little/pairs")).Status.ShouldBe(204);
        shared.LeftFiles().ShouldBeEmpty();
    }

    [Fact]
    public async Task Predict_TwoOutputsWithRoom_AreBothStored()
    {
        await shared.PutAsync("pairs/in.txt", "abc");

        (await shared.PredictAsync(AskPair("pairs/in.txt", "pairs/y.txt", "pairs/z.txt"))).ShouldBeOk();

        (await shared.ReadAsync("pairs/y.txt")).ShouldBe("ABC");
        (await shared.ReadAsync("pairs/z.txt")).Length.ShouldBe(2000);
    }

    private static string AskPair(string input, string y, string z) =>
        Ask(input, "pair", y).Replace("}]}", $$"""},{"name":"z","datatype":"FILE","data":"{{z}}"}]}""", StringComparison.Ordinal);

    internal static string Ask(string input, string how, string output) => $$"""
        {"inputs":[{"name":"x","datatype":"FILE","content_type":"text/plain","data":"{{input}}"},{"name":"how","datatype":"str","data":"{{how}}"}],
         "output_fields":[{"name":"y","datatype":"FILE","data":"{{output}}"}]}
        """;
}
