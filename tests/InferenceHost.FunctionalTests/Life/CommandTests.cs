using System.Net;
using System.Net.Sockets;
using Inference.Testing;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Life;

public sealed class CommandTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Validate_TheSample_HasNoErrors()
    {
        var run = await HostProgram.RunAsync(["validate", Repository.Sample], Stop);

        run.ExitCode.ShouldBe(0, run.Output);
        run.Output.ShouldBe("3 documents, 0 errors\n");
    }

    [Fact]
    public async Task Validate_Mistakes_AreAllToldWithTheirPlaces()
    {
        using var folder = new ManifestFolder();
        folder.Write("a.yaml", ManifestFolder.Component("tests", "one").Replace("modelBox: weights", "modelBox: wieghts").Replace("modelPath:", "modelpath:"));
        folder.Write("b.yaml", "kind: [\n");

        var run = await HostProgram.RunAsync(["validate", folder.FullPath], Stop);

        run.ExitCode.ShouldBe(1);
        run.Output.ShouldMatch(@"(?m)^a\.yaml:\d+:\d+: error: .*modelpath.*'modelPath'");
        run.Output.ShouldMatch(@"(?m)^a\.yaml:\d+:\d+: error: .*wieghts");
        run.Output.ShouldMatch(@"(?m)^b\.yaml:\d+:\d+: error: ");
    }

    [Theory]
    [InlineData("validate")]
    [InlineData("serve")]
    public async Task Run_AFolderThatIsNotThere_Fails(string command)
    {
        var run = await HostProgram.RunAsync([command, "/nowhere/at/all"], Stop);

        run.ExitCode.ShouldBe(1);
        run.Errors.ShouldContain("'/nowhere/at/all' is neither");
    }

    [Fact]
    public async Task Serve_WrongOptions_AreAllToldAtOnce()
    {
        var run = await HostProgram.RunAsync(
            ["serve", "/nowhere", "--bind", "everywhere", "--public-port", "65536", "--internal-port", "x", "--grace-period", "soon", "--public-url", "ftp://x", "--data", ""], Stop);

        run.ExitCode.ShouldBe(1);
        var lines = run.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(7, run.Errors);
        foreach (var option in (string[])["--bind", "--public-port", "--internal-port", "--grace-period", "--public-url", "--data"])
            lines.ShouldContain(line => line.StartsWith($"{option}: expected ", StringComparison.Ordinal), option);
    }

    [Fact]
    public async Task Serve_AnUnknownOption_Fails()
    {
        var run = await HostProgram.RunAsync(["serve", Repository.Sample, "--pubic-port", "1"], Stop);

        run.ExitCode.ShouldBe(1);
        run.Errors.ShouldContain("--pubic-port");
    }

    [Fact]
    public async Task Serve_APortInUse_FailsAndSaysWhatToDo()
    {
        using var data = new TempFolder();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port.ToString();

        var run = await HostProgram.RunAsync(["serve", Repository.Sample, "--public-port", port, "--internal-port", "0", "--data", data.FullPath], Stop);

        run.ExitCode.ShouldBe(1);
        run.Errors.ShouldContain($"127.0.0.1:{port}");
        run.Errors.ShouldContain("choose another address or port with --bind, --internal-bind, --public-port, --internal-port");
        run.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task Serve_ADataFolderThatCannotBe_FailsAndSaysWhatToDo()
    {
        using var folder = new TempFolder();
        var file = folder.Write("data", "a file stands here");

        var run = await HostProgram.RunAsync(["serve", Repository.Sample, "--public-port", "0", "--internal-port", "0", "--data", file], Stop);

        run.ExitCode.ShouldBe(1);
        run.Errors.ShouldContain("choose another with --data");
    }

    [Fact]
    public async Task Serve_OptionsOfLaterVersions_AreTakenAndSaySo()
    {
        await using var host = await HostProcess.StartAsync(
            new HostStart(Repository.Sample) { Options = ["--grpc-port", "0"] }, Stop);

        host.Events("LogIgnored").Select(entry => entry.GetProperty("fields").GetProperty("Option").GetString()).ShouldBe(["--grpc-port"]);
    }
}
