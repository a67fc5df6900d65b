using Inference.Testing;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Life;

public sealed class DataFolderTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_AfterAKill_ServesAgainAndClearsWhatWasLeft()
    {
        using var data = new TempFolder();
        using var folder = new ManifestFolder().Add("tests", "version", TestModels.PathOf("version"));
        folder.PutModel("tests.version", VersionModel.Of(7));
        var start = new HostStart(folder.FullPath) { Data = data.FullPath };

        // disposing of it is kill -9
        await using (var killed = await HostProcess.StartAsync(start, Stop))
            (await killed.AskVersionAsync("/tests/version/predict")).ShouldBe(7);
        var left = Copies(data).ShouldHaveSingleItem();
        data.Write("work/models/tests.version/partial.9/model.onnx", "half of it");
        data.Write("boxes/tests/other/kept.txt", "somebody's");
        folder.PutModel("tests.version", VersionModel.Of(8));

        await using var host = await HostProcess.StartAsync(start, Stop);

        (await host.AskVersionAsync("/tests/version/predict")).ShouldBe(8);
        Copies(data).ShouldHaveSingleItem().ShouldNotBe(left);
        File.Exists(data["boxes/tests/other/kept.txt"]).ShouldBeTrue();
        (await host.StopAsync(Stop)).ShouldBe(0);
        Copies(data).ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_ASecondHostOnTheSameFolder_IsRefused()
    {
        using var data = new TempFolder();
        using var folder = new ManifestFolder().Add("tests", "version", TestModels.PathOf("version"));
        await using var host = await HostProcess.StartAsync(new HostStart(folder.FullPath) { Data = data.FullPath }, Stop);

        var second = await HostProgram.RunAsync(["serve", folder.FullPath, "--public-port", "0", "--internal-port", "0", "--data", data.FullPath], Stop);

        second.ExitCode.ShouldBe(1);
        second.Errors.ShouldContain($"the data folder '{data.FullPath}' is in use by another host");
        second.Output.ShouldBeEmpty();
        (await host.AskAsync("/tests/version/predict")).ShouldBe(200);
    }

    private static string[] Copies(TempFolder data) => Directory.GetFiles(data["work/models"], "*.onnx", SearchOption.AllDirectories);
}
