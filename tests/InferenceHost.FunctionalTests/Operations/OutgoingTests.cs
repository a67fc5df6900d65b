using Inference.Testing;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Operations;

/// <summary>
/// ONNX Runtime 1.29 and later would send telemetry: it keeps a database below the home folder and connects to its maker. A host does neither, over its
/// whole life.
/// </summary>
public sealed class OutgoingTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Host_OverItsLife_ConnectsToNobodyAndLeavesNoFile()
    {
        using var home = new TempFolder();
        using var folder = new ManifestFolder().Add("tests", "digits", TestModels.PathOf("digits")).Add("tests", "broken", TestModels.PathOf("opset-unknown"));
        var start = new HostStart(folder.FullPath)
        {
            UntilReady = false,
            Environment = new Dictionary<string, string?>
            {
                ["HOME"] = home.FullPath,
                ["TMPDIR"] = home.FullPath,
                ["XDG_CACHE_HOME"] = home.FullPath,
                ["DOTNET_EnableDiagnostics"] = "0",
            },
        };
        await using var host = await HostProcess.StartAsync(start, Stop);
        await host.WaitForAsync(
            async () =>
            {
                ProcessFigures.RemoteEnds(host.Id).ShouldBeEmpty();
                return (await RawRequest.Get("/v2/models/digits/ready").SendAsync(host.InternalUrl)).Status == 200;
            },
            TimeSpan.FromSeconds(60), Stop);

        using var connection = await RawConnection.OpenAsync(host.PublicUrl);
        var zeros = string.Join(',', Enumerable.Repeat("0", 64));
        for (var i = 0; i < 300; i++)
        {
            (await connection.ExchangeAsync(RawRequest.Post("/tests/digits/predict", $$"""{"inputs":[{"name":"image","datatype":"FP32","shape":[1,64],"data":[{{zeros}}]}]}"""))).ShouldBeOk();
            if (i % 10 == 0)
                ProcessFigures.RemoteEnds(host.Id).ShouldBeEmpty();
        }

        Files(home).ShouldBeEmpty();
        (await host.StopAsync(Stop)).ShouldBe(0, host.Errors.ToString());
        Files(home).ShouldBeEmpty();
    }

    private static string[] Files(TempFolder folder) => Directory.GetFileSystemEntries(folder.FullPath, "*", SearchOption.AllDirectories);
}
