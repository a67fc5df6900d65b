using System.Diagnostics;
using Inference.Testing;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Life;

/// <summary>Manifests that change while a host serves them.</summary>
public sealed class ManifestChangeTests(ITestOutputHelper output)
{
    private const string Steady = "/tests/steady/predict";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Change_AddedBrokenMendedAndRemoved_IsTakenUpWhileTheRestRuns()
    {
        using var folder = new ManifestFolder().Add("tests", "steady", TestModels.PathOf("version"));
        folder.PutModel("tests.steady", VersionModel.Of(1));
        await using var host = await HostProcess.StartAsync(new HostStart(folder.FullPath), Stop);
        await using var busy = new BusyConnections(host.PublicUrl, Steady, 2);

        await TakenUpAsync("added", async () => await host.AskAsync("/tests/added/predict") == 200, () => folder.Add("tests", "added", TestModels.PathOf("version")));

        var manifest = await File.ReadAllTextAsync(Path.Combine(folder.FullPath, "tests.added.yaml"), Stop);
        await TakenUpAsync("broken", async () => await host.AskAsync("/tests/added/predict") == 404, () => folder.Write("tests.added.yaml", manifest.Replace("modelPath", "modelpath")));
        var status = await host.StatusAsync("MLComponent", "added");
        status.Text("state").ShouldBe("not-served");
        status.Text("reason").ShouldBe("Invalid");
        status.Text("message").ShouldContain("tests.added.yaml:");
        status.Text("message").ShouldContain("'modelPath'");
        await host.UntilLoggedAsync("LogDiagnostic", "tests.added.yaml:");

        await TakenUpAsync("mended", async () => await host.AskAsync("/tests/added/predict") == 200, () => folder.Write("tests.added.yaml", manifest));
        await TakenUpAsync("moved", async () => await host.AskAsync("/tests/elsewhere/predict") == 200, () => folder.Write("tests.added.yaml", manifest.Replace("path: added", "path: elsewhere")));
        (await host.AskAsync("/tests/added/predict")).ShouldBe(404);
        await TakenUpAsync(
            "unpublished",
            async () => await host.AskAsync("/tests/elsewhere/predict") == 404,
            () => folder.Write("tests.added.yaml", manifest.Replace("mlComponent:", "published: false\n  mlComponent:")));
        (await RawRequest.Get("/v2/models/tests.added/ready").SendAsync(host.InternalUrl)).Status.ShouldBe(200);
        await TakenUpAsync(
            "removed",
            async () => (await RawRequest.Get("/v2/models/tests.added").SendAsync(host.InternalUrl)).Status == 404,
            () => File.Delete(Path.Combine(folder.FullPath, "tests.added.yaml")));

        await busy.StopAsync();
        busy.Failures.ShouldBeEmpty();
        busy.Saw(1).ShouldBeTrue();
        host.Output.Lines.Count(line => line.Contains("/tests/steady/")).ShouldBe(1);

        async Task TakenUpAsync(string what, Func<Task<bool>> isSo, Action change)
        {
            var watch = Stopwatch.StartNew();
            change();
            await host.WaitForAsync(isSo);
            output.WriteLine($"{what}: {watch.Elapsed.TotalSeconds:F1} s");
            watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(6), what);
        }
    }

    [Fact]
    public async Task Change_TheFolderOutOfReachForAMoment_IsServedOn()
    {
        using var parent = new TempFolder();
        using var folder = new ManifestFolder().Add("tests", "steady", TestModels.PathOf("version"));
        folder.PutModel("tests.steady", VersionModel.Of(1));
        await using var host = await HostProcess.StartAsync(new HostStart(folder.FullPath), Stop);
        await using var busy = new BusyConnections(host.PublicUrl, Steady, 2);

        Directory.Move(folder.FullPath, parent["away"]);
        await host.WaitForAsync(async () => (await host.StatusAsync("MLComponent", "steady")).Text("reason") == "ModelMissing");
        Directory.Move(parent["away"], folder.FullPath);
        await host.WaitForAsync(async () => (await host.StatusAsync("MLComponent", "steady")).Text("reason").Length == 0);

        await busy.StopAsync();
        busy.Failures.ShouldBeEmpty();
    }

    [Fact]
    public async Task Change_ASingleManifestFile_IsTakenUp()
    {
        using var folder = new ManifestFolder().Add("tests", "steady", TestModels.PathOf("version"));
        var file = Path.Combine(folder.FullPath, "tests.steady.yaml");
        await using var host = await HostProcess.StartAsync(new HostStart(file), Stop);
        (await host.AskAsync(Steady)).ShouldBe(200);

        folder.Write("tests.steady.yaml", (await File.ReadAllTextAsync(file, Stop)).Replace("path: steady", "path: moved"));

        await host.WaitForAsync(async () => await host.AskAsync("/tests/moved/predict") == 200);
    }

    [Fact]
    public async Task Change_TheFolderGoesAndComesBack_IsTakenUp()
    {
        using var folder = new ManifestFolder().Add("tests", "steady", TestModels.PathOf("version"));
        var aside = folder.FullPath + ".aside";
        await using var host = await HostProcess.StartAsync(new HostStart(folder.FullPath), Stop);

        Directory.Move(folder.FullPath, aside);
        await host.WaitForAsync(async () => await host.AskAsync(Steady) == 404);
        Directory.Move(aside, folder.FullPath);

        await host.WaitForAsync(async () => await host.AskAsync(Steady) == 200);
    }
}
