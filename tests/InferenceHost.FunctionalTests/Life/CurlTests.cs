using System.Diagnostics;
using System.Text.Json;
using Inference.Testing;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Life;

/// <summary>What a person sees who starts a host: one line to paste for each API, and nothing else on standard output.</summary>
public sealed class CurlTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Serve_TheSample_PrintsALineWhoseAnswerIsRight()
    {
        await using var host = await HostProcess.StartAsync(new HostStart(Repository.Sample), Stop);

        var answer = await RunPrintedLineAsync(host);

        // the digit of the manifest's warm-up is a two
        Output(answer, "label").GetRawText().ShouldBe("[2]");
        (await host.StopAsync(Stop)).ShouldBe(0);
        host.Output.Lines.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Serve_ABareModelFileInAnOddPlace_PrintsALineThatWorks()
    {
        using var folder = new TempFolder();
        var file = folder["It's my folder/Modèle No 2.ONNX"];
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllBytesAsync(file, VersionModel.Of(42), Stop);
        await using var host = await HostProcess.StartAsync(new HostStart(file) { Data = folder["Data of It's"] }, Stop);

        var answer = await RunPrintedLineAsync(host);

        Output(answer, "version").GetRawText().ShouldBe("[42]");
        await File.WriteAllBytesAsync(file, VersionModel.Of(43), Stop);
        await host.WaitForAsync(async () => await host.AskVersionAsync(new Uri(host.Output.Lines[0].Split(' ')[2]).AbsolutePath) == 43);
        host.Output.Lines.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Serve_TextsWithQuotes_PrintsALineThatBashUnderstands()
    {
        using var folder = new ManifestFolder().Add(
            "tests", "echo", TestModels.PathOf("echo-bytes"), """warmup: { inputs: [ { name: x, datatype: BYTES, shape: [2], data: ["it's $HOME `id`", "a\"b\\c\n"] } ] }""");
        await using var host = await HostProcess.StartAsync(new HostStart(folder.FullPath), Stop);

        var answer = await RunPrintedLineAsync(host);

        Output(answer, "y").Deserialize<string[]>().ShouldBe(["it's $HOME `id`", "a\"b\\c\n"]);
    }

    private static async Task<string> RunPrintedLineAsync(HostProcess host)
    {
        var line = await host.Output.FindAsync(_ => true, TimeSpan.FromSeconds(20), Stop);
        line.ShouldNotBeNull().ShouldStartWith("curl ");
        using var folder = new TempFolder();
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-c", line]) { UseShellExecute = false, RedirectStandardOutput = true, WorkingDirectory = folder.FullPath })!;
        var answer = await bash.StandardOutput.ReadToEndAsync(Stop);
        await bash.WaitForExitAsync(Stop);
        bash.ExitCode.ShouldBe(0, line);
        return answer;
    }

    private static JsonElement Output(string answer, string name) =>
        JsonDocument.Parse(answer).RootElement.GetProperty("outputs").EnumerateArray().Single(output => output.GetProperty("name").GetString() == name).GetProperty("data");
}
