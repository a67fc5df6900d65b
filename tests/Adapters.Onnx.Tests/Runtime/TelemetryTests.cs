using System.Diagnostics;
using Inference.Adapters.Conformance;
using Inference.Adapters.Onnx.Tests.Files;

namespace Inference.Adapters.Onnx.Tests.Runtime;

/// <summary>
/// ONNX Runtime 1.29 and later would send telemetry: as it starts it makes ~/.cache/Microsoft/DeveloperTools/.onnxruntime/onnxruntime.db and files in the
/// temporary folder, and later connects to its maker. And what it logs would spoil standard error.
/// </summary>
public sealed class TelemetryTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_InAProcessOfItsOwn_LeavesNoFileNoConnectionAndNoNoise()
    {
        using var home = new ScratchFolder();
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Inference.Adapters.Onnx.Tests"))
        {
            ArgumentList = { "-explicit", "only", "-method", $"{typeof(TelemetryTests).FullName}.{nameof(Child)}", "-noColor" },
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["HOME"] = home.Path, ["TMPDIR"] = home.Path, ["XDG_CACHE_HOME"] = home.Path, ["DOTNET_EnableDiagnostics"] = "0" },
        };
        start.Environment.Remove("ORT_DISABLE_TELEMETRY");

        using var child = Process.Start(start)!;
        var errors = child.StandardError.ReadToEndAsync(Stop);
        var output = await child.StandardOutput.ReadToEndAsync(Stop);
        await child.WaitForExitAsync(Stop);

        child.ExitCode.ShouldBe(0, output);
        output.ShouldContain("Total: 1,");
        (await errors).ShouldBeEmpty();
        Directory.GetFileSystemEntries(home.Path, "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    /// <summary>What the child process does.</summary>
    [Fact(Explicit = true)]
    public async Task Child()
    {
        await using var model = await TestModels.LoadAsync("pick");
        using var request = Requests.Of("index", Requests.Longs(1));
        using var result = await model.InferAsync(request, Stop);
        result.Floats().ShouldBe([2]);
        using var bad = Requests.Of("index", Requests.Longs(99));
        using var failed = await model.InferAsync(bad, Stop);
        failed.Error.ShouldNotBeNull();
        await TestModels.FailAsync(TestModels.PathOf("opset-unknown"));

        ProcessFigures.RemoteEnds().ShouldBeEmpty();
    }
}
