using System.Diagnostics;

namespace Inference.Adapters.Python.Tests;

public sealed class WorkerScriptTests
{
    [Fact]
    public async Task Script_ForTheOldestPython_IsInItsLanguage()
    {
        var script = Path.Combine(AppContext.BaseDirectory, "worker.py");
        var start = new ProcessStartInfo(Functions.Interpreter, ["-c", "import ast, sys; ast.parse(open(sys.argv[1], encoding='utf-8').read(), feature_version=(3, 9))", script]) { UseShellExecute = false, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        process.ExitCode.ShouldBe(0, errors);
    }

    [Fact]
    public void Script_ForPythonsOlderThanUnicode_IsAscii() =>
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "worker.py")).ShouldAllBe(value => value < 128);
}
