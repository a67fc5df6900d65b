using Inference.Testing;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Life;

public sealed class LateModelTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_AModelThatIsNotThereYet_SaysWhereToPutItAndLoadsItThen()
    {
        using var data = new TempFolder();
        using var folder = new ManifestFolder();
        var component = ManifestFolder.Component("tests", "late").Replace("folder: { path: models/tests.late }", "s3DefaultStorage: { capacity: 1G }");
        folder.Write("late.yaml", component + ManifestFolder.Api("tests", "late"));
        await using var host = await HostProcess.StartAsync(new HostStart(folder.FullPath) { Data = data.FullPath, UntilReady = false }, Stop);
        var place = data["boxes/tests/late-models/model.onnx"];
        await host.WaitForAsync(async () => (await host.StatusAsync("MLComponent", "late")).Text("state") == "waiting");

        var status = await host.StatusAsync("MLComponent", "late");
        status.Text("reason").ShouldBe("ModelMissing");
        status.Text("message").ShouldContain("'model.onnx' is not in box late-models yet");
        status.Text("message").ShouldContain(place);
        var refused = await RawRequest.Post("/tests/late/predict", VersionModel.Body).SendAsync(host.PublicUrl);
        refused.ShouldBeProblem(503).Header("Retry-After").ShouldBe("1");
        refused.Text.ShouldContain("its model is not in its box yet");
        refused.Text.ShouldNotContain(place, Case.Sensitive, "where boxes lie on this machine is for those who run it");
        (await RawRequest.Get("/v2/health/ready").SendAsync(host.InternalUrl)).ShouldBeRefusal(503, "").Text.ShouldContain("tests.late is waiting");
        host.Output.Lines.ShouldBeEmpty();

        // the folder of the box is there already
        await File.WriteAllBytesAsync(place, VersionModel.Of(3), Stop);
        await host.WaitForAsync(async () => await host.AskVersionAsync("/tests/late/predict") == 3);

        (await host.StatusAsync("MLComponent", "late")).Text("state").ShouldBe("ready");
        (await host.Output.FindAsync(line => line.Contains("/tests/late/predict"), TimeSpan.FromSeconds(20), Stop)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Start_AModelThatIsNoModel_FailsAndTheRestRuns()
    {
        using var folder = new ManifestFolder().Add("tests", "good", TestModels.PathOf("version")).Add("tests", "bad", TestModels.PathOf("version"));
        folder.PutModel("tests.bad", VersionModel.Of(1)[..100]);
        await using var host = await HostProcess.StartAsync(new HostStart(folder.FullPath) { UntilReady = false }, Stop);

        await host.WaitForAsync(async () => (await host.StatusAsync("MLComponent", "bad")).Text("state") == "failed");
        await host.WaitForAsync(async () => await host.AskAsync("/tests/good/predict") == 200);
        (await host.AskAsync("/tests/bad/predict")).ShouldBe(503);

        folder.PutModel("tests.bad", VersionModel.Of(2));
        await host.WaitForAsync(async () => await host.AskVersionAsync("/tests/bad/predict") == 2);
        folder.PutModel("tests.bad", VersionModel.Of(3)[..100]);
        await host.WaitForAsync(async () => (await host.StatusAsync("MLComponent", "bad")).Text("reason") == "ReloadFailed");

        (await host.AskVersionAsync("/tests/bad/predict")).ShouldBe(2);
        (await RawRequest.Get("/v2/health/ready").SendAsync(host.InternalUrl)).Status.ShouldBe(200);
        (await host.StatusAsync("MLComponent", "bad")).Text("state").ShouldBe("ready");
    }
}
