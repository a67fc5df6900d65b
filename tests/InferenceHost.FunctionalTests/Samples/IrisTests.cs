using System.Diagnostics;
using System.Text.Json;
using Inference.InferenceHost.FunctionalTests.Life;
using Inference.InferenceHost.FunctionalTests.Python;
using Inference.Testing;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Samples;

/// <summary>manifests/samples/iris-python as its README says it is used.</summary>
public sealed class IrisTests
{
    private static readonly string Sample = Repository.SampleOf("iris-python");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Serve_TheSample_NamesEachSpecies()
    {
        await using var host = await HostProcess.StartAsync(new HostStart(Sample) { Options = PythonFolder.Options }, Stop);

        (await AskAsync(host, """{"inputs":[{"name":"measurements","datatype":"FP64","data":[5.1,3.5,1.4,0.2]}]}""")).DataText("species").ShouldBe("\"setosa\"");
        (await AskAsync(host, """{"inputs":[{"name":"measurements","datatype":"FP64","data":[6.3,3.3,6.0,2.5]}]}""")).DataText("species").ShouldBe("\"virginica\"");
        var answer = await AskAsync(host, """{"inputs":[{"name":"measurements","datatype":"FP64","data":[5.9,3.0,4.2,1.5]}]}""");
        answer.DataText("species").ShouldBe("\"versicolor\"");
        answer.Data<double>("probabilities").Sum().ShouldBe(1, 1e-9);

        // the parameter comes before the environment's UNSURE_BELOW
        answer = await AskAsync(host, """{"parameters":[["unsure_below",0.99]],"inputs":[{"name":"measurements","datatype":"FP64","data":[5.9,3.0,4.2,1.5]}]}""");
        answer.DataText("species").ShouldBe("\"unsure\"");

        (await AskAsync(host, """{"inputs":[{"name":"measurements","datatype":"FP64","data":[5.9,3.0,4.2]}]}"""))
            .ShouldBeProblem(500).Text.ShouldContain("ValueError: expected the 4 measurements of one flower, got 3 numbers");
        (await AskAsync(host, """{"inputs":[{"name":"measurements","datatype":"FP32","data":[5.9,3.0,4.2,1.5]}]}""")).ShouldBeProblem(400, "inputs[0].datatype");
    }

    [Fact]
    public async Task Train_RunAgain_GivesAModelOfTheSameAccuracy()
    {
        using var folder = new TempFolder();
        var exported = folder["iris.joblib"];
        var start = new ProcessStartInfo(PythonFolder.Interpreter, [Path.Combine(Sample, "train.py"), "--out", exported]) { UseShellExecute = false, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var lines = (await process.StandardOutput.ReadToEndAsync(Stop)).Trim().Split('\n');
        await process.WaitForExitAsync(Stop);

        process.ExitCode.ShouldBe(0);
        using var report = JsonDocument.Parse(lines[^1]);
        report.RootElement.GetProperty("accuracy").GetDouble().ShouldBe(0.96);
        new FileInfo(exported).Length.ShouldBePositive();
    }

    private static Task<RawResponse> AskAsync(HostProcess host, string body) => RawRequest.Post("/samples/iris/predict", body).SendAsync(host.PublicUrl);
}
