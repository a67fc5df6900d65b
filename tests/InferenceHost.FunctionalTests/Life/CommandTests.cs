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
    public async Task Serve_AFileThatIsNoModel_Fails()
    {
        using var folder = new TempFolder();
        folder.Write("train.py", "print(1)");

        var run = await HostProgram.RunAsync(["serve", folder["train.py"], "--public-port", "0", "--internal-port", "0", "--grpc-port", "0", "--public-grpc-port", "0", "--data", folder["data"]], Stop);

        run.ExitCode.ShouldBe(1);
        run.Errors.ShouldContain("not an .onnx file");
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

    [Theory]
    [InlineData("--public-port")]
    [InlineData("--public-grpc-port")]
    [InlineData("--grpc-port")]
    public async Task Serve_APortInUse_FailsAndSaysWhatToDo(string option)
    {
        using var data = new TempFolder();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port.ToString();

        string[] ports = [.. ((string[])["--public-port", "--internal-port", "--grpc-port", "--public-grpc-port"]).SelectMany(name => (string[])[name, name == option ? port : "0"])];

        var run = await HostProgram.RunAsync(["serve", Repository.Sample, .. ports, "--data", data.FullPath], Stop);

        run.ExitCode.ShouldBe(1);
        run.Errors.ShouldContain($"127.0.0.1:{port}");
        run.Errors.ShouldContain("choose another address or port with --bind, --internal-bind, --public-port, --internal-port, --grpc-port, --public-grpc-port");
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
}
