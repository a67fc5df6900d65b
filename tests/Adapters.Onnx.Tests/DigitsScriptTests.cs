using System.Diagnostics;
using System.Text.Json;
using Inference.Contracts;

namespace Inference.Adapters.Onnx.Tests;

/// <summary>The scripts in <c>models</c> that take seconds, run again: what they export is as good as what is committed.</summary>
public sealed class DigitsScriptTests
{
    private const string Python = "/usr/bin/python3";

    [Theory]
    [InlineData("digits", 0.96)]
    [InlineData("digits-forest", 0.96)]
    public async Task Train_RunAgain_GivesAModelOfTheSameAccuracyAsTheOneThatIsThere(string name, double leastAccuracy)
    {
        var stop = TestContext.Current.CancellationToken;
        var script = Path.Combine(RepositoryRoot(), "models", name, "train.py");
        var exported = Path.Combine(Path.GetTempPath(), $"{name}-{Guid.NewGuid():n}.onnx");
        try
        {
            var start = new ProcessStartInfo(Python, [script, "--out", exported]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
            using var process = Process.Start(start)!;
            var problems = process.StandardError.ReadToEndAsync(stop);
            var lines = (await process.StandardOutput.ReadToEndAsync(stop)).Trim().Split('\n');
            await process.WaitForExitAsync(stop);
            process.ExitCode.ShouldBe(0, await problems);

            using var report = JsonDocument.Parse(lines[^1]);
            report.RootElement.GetProperty("accuracy").GetDouble().ShouldBeGreaterThanOrEqualTo(leastAccuracy);
            await using var model = await LoadAsync(exported, stop);
            await using var committed = await LoadAsync(Path.Combine(RepositoryRoot(), "models", name, $"{name}.onnx"), stop);
            model.Signature.ShouldBeEquivalentTo(committed.Signature);
            (await CountRightAsync(model, stop)).ShouldBeGreaterThanOrEqualTo(47);
            (await CountRightAsync(committed, stop)).ShouldBeGreaterThanOrEqualTo(47);
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

    /// <summary>How many of the fifty held-out digits it reads right.</summary>
    private static async Task<int> CountRightAsync(IModel model, CancellationToken stop)
    {
        using var file = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(RepositoryRoot(), "models", "digits", "test-digits.json"), stop));
        var digits = file.RootElement.GetProperty("digits").EnumerateArray().ToArray();
        float[] pixels = [.. digits.SelectMany(digit => digit.GetProperty("image").EnumerateArray()).Select(pixel => pixel.GetSingle())];
        using var images = Tensor.FromValues<float>(DataType.Fp32, new Shape(digits.Length, 64), pixels);
        using var result = await model.InferAsync(new InferenceRequest { Id = "1", Inputs = [new NamedTensor("image", images)] }, stop);
        result.Error.ShouldBeNull();
        var labels = result.Outputs.Single(output => output.Name == "label").Tensor.Values<long>().ToArray();
        return labels.Zip(digits).Count(pair => pair.First == pair.Second.GetProperty("label").GetInt64());
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Inference.sln")))
            folder = folder.Parent.ShouldNotBeNull();
        return folder.FullName;
    }
}
