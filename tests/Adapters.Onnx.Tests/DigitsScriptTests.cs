using System.Diagnostics;
using System.Text.Json;
using Inference.Contracts;

namespace Inference.Adapters.Onnx.Tests;

/// <summary>The script in <c>models/digits</c>, run again: what it exports is as good as what is committed.</summary>
public sealed class DigitsScriptTests
{
    private const string Python = "/usr/bin/python3";
    private const double LeastAccuracy = 0.96;

    [Fact]
    public async Task Train_RunAgain_GivesAModelOfTheSameAccuracy()
    {
        var stop = TestContext.Current.CancellationToken;
        var script = Path.Combine(RepositoryRoot(), "models", "digits", "train.py");
        var exported = Path.Combine(Path.GetTempPath(), $"digits-{Guid.NewGuid():n}.onnx");
        try
        {
            var start = new ProcessStartInfo(Python, [script, "--out", exported]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
            using var process = Process.Start(start)!;
            var problems = process.StandardError.ReadToEndAsync(stop);
            var lines = (await process.StandardOutput.ReadToEndAsync(stop)).Trim().Split('\n');
            await process.WaitForExitAsync(stop);
            process.ExitCode.ShouldBe(0, await problems);

            using var report = JsonDocument.Parse(lines[^1]);
            report.RootElement.GetProperty("accuracy").GetDouble().ShouldBeGreaterThanOrEqualTo(LeastAccuracy);
            await using var model = await LoadAsync(exported, stop);
            model.Signature.Inputs.ShouldHaveSingleItem().Name.ShouldBe("image");
        }
        finally
        {
            File.Delete(exported);
        }
    }

    private static async Task<IModel> LoadAsync(string path, CancellationToken stop)
    {
        var outcome = await new OnnxModelLoader(new OnnxOptions()).LoadAsync(new ModelSource { Component = "tests.digits", ModelPath = path }, stop);
        outcome.TryGet(out var model, out var error).ShouldBeTrue(error?.Message);
        return model!;
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Inference.sln")))
            folder = folder.Parent.ShouldNotBeNull();
        return folder.FullName;
    }
}
