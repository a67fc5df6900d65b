using Inference.InferenceHost.FunctionalTests.Life;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Python;

/// <summary>What goes wrong in a function is its request's affair and nobody else's.</summary>
[Collection(nameof(PythonHost))]
public sealed class PythonFailureTests(PythonHost python)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Predict_AnException_Is500WithTypeAndMessageAndTheTraceIsInTheLog()
    {
        var answer = await python.DoWrongAsync("raise", "raised-1");

        answer.ShouldBeProblem(500).Json.GetProperty("detail").GetString().ShouldBe("ValueError: no such thing\nas that");
        answer.Text.ShouldNotContain("adapter.py");
        var line = await python.Host.Errors.FindAsync(line => line.Contains("\"event\":\"LogRaised\"") && line.Contains("raised-1"), Patience, Stop);
        var fields = System.Text.Json.JsonDocument.Parse(line.ShouldNotBeNull()).RootElement.GetProperty("fields");
        fields.GetProperty("Component").GetString().ShouldBe("tests.wrong");
        fields.GetProperty("RequestId").GetString().ShouldBe("raised-1");
        fields.GetProperty("traceback").GetString().ShouldNotBeNull().ShouldContain("adapter.py");
        (await python.InferAsync("wrong", """{"inputs":[{"name":"what","datatype":"BYTES","shape":[1],"data":["raise"]}]}""")).Status.ShouldBe(200, "BYTES are no str where nothing says so");
    }

    [Theory]
    [InlineData("missing", "the function did not give output 'y'")]
    [InlineData("type", "'y' as FP64")]
    [InlineData("file", "output 'f' is a FILE that was not asked for")]
    public async Task Predict_AnOutputThatBreaksTheDocstring_Is500AndSaysWhich(string what, string message)
    {
        var answer = await python.DoWrongAsync(what);

        answer.Status.ShouldBe(500, answer.Text);
        answer.Json.GetProperty("title").GetString().ShouldBe("Invalid output");
        answer.Text.ShouldContain(message);
        answer.Text.ShouldNotContain("passwd");
        (await python.DoWrongAsync("nothing")).ShouldBeOk();
    }

    [Theory]
    [InlineData("exit", "3")]
    [InlineData("kill", "SIGKILL")]
    public async Task Predict_AWorkerThatDies_FailsItsRequestOnly(string what, string message)
    {
        var answer = await python.DoWrongAsync(what);

        answer.ShouldBeProblem(500).Json.GetProperty("detail").GetString().ShouldNotBeNull().ShouldContain(message);
        (await python.DoWrongAsync("nothing")).ShouldBeOk();
        var page = await RawRequest.Get("/metrics").SendAsync(python.Host.InternalUrl);
        page.Text.ShouldMatch(@"inference_worker_restarts_total\{component=""tests\.wrong"",reason=""(exit|signal)""\} [1-9]");
        (await python.Host.StatusAsync("MLComponent", "wrong")).Text("state").ShouldBe("ready");
    }

    [Theory]
    [InlineData("sleep")]
    [InlineData("stubborn")]
    public async Task Predict_OverRequestTimeout_Is504AndTheNextIsRun(string what)
    {
        (await python.DoWrongAsync(what)).ShouldBeProblem(504).Text.ShouldContain("deadline");

        (await python.DoWrongAsync("nothing")).ShouldBeOk();
    }

    [Fact]
    public async Task Predict_WhatAFunctionPrints_IsInTheLogLineByLine()
    {
        var answer = await python.PredictAsync("print", """{"inputs":[{"name":"x","datatype":"BYTES","data":["hello","{\"level\":\"fake\"}\u0001\u001b[31m",""]}]}""");
        answer.DataText("y").ShouldBe("\"done\"");

        foreach (var text in (string[])["hello", "{\"level\":\"fake\"}\u0001\u001b[31m", "to stderr"])
            await python.Host.WaitForAsync(() => Task.FromResult(Printed().Contains(text)));
    }

    [Fact]
    public async Task Predict_AFloodOfPrints_IsBoundAndSaysHowManyWereDropped()
    {
        var lines = string.Join(',', Enumerable.Range(0, 5000).Select(i => $"\"flood {i}\""));
        (await python.PredictAsync("print", $$"""{"inputs":[{"name":"x","datatype":"BYTES","data":[{{lines}}]}]}""")).ShouldBeOk();

        (await python.Host.Errors.FindAsync(line => line.Contains("\"event\":\"LogDropped\"") && line.Contains("tests.print"), Patience, Stop)).ShouldNotBeNull();
        Printed().Count(line => line!.StartsWith("flood")).ShouldBeLessThan(2000);
    }

    [Theory]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FILE","data":"a/b.png"}]}""", "inputs[0]")]
    [InlineData("""{"inputs":[],"output_fields":[{"name":"y"},{"name":"z","datatype":"FILE","data":"a/b.png"}]}""", "output_fields[1]")]
    public async Task Predict_AFile_IsRefusedSinceFilesAreNotExchangedYet(string body, string path)
    {
        (await python.PredictAsync("echo", body)).ShouldBeProblem(400, path).Text.ShouldContain("exchanges no files: its manifest has no spec.mlService.inference.fileExchange");
    }

    private IEnumerable<string?> Printed() => python.Host.Events("LogPrinted").Select(line => line.GetProperty("fields").GetProperty("Line").GetString());
}
