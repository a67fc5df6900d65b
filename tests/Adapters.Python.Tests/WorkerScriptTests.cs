using System.Diagnostics;

namespace Inference.Adapters.Python.Tests;

public sealed class WorkerScriptTests
{
    [Theory]
    [InlineData("worker.py")]
    [InlineData("launcher.py")]
    public async Task Script_ForTheOldestPython_IsInItsLanguage(string name)
    {
        var script = Path.Combine(AppContext.BaseDirectory, name);
        var start = new ProcessStartInfo(Functions.Interpreter, ["-c", "import ast, sys; ast.parse(open(sys.argv[1], encoding='utf-8').read(), feature_version=(3, 9))", script]) { UseShellExecute = false, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        process.ExitCode.ShouldBe(0, errors);
    }

    [Theory]
    [InlineData("worker.py")]
    [InlineData("launcher.py")]
    public void Script_ForPythonsOlderThanUnicode_IsAscii(string name) =>
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, name)).ShouldAllBe(value => value < 128);
}
