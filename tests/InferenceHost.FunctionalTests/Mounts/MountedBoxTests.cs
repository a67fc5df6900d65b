using System.Text.Json;
using Inference.InferenceHost.FunctionalTests.Files;
using Inference.InferenceHost.FunctionalTests.Life;
using Inference.Testing;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Mounts;

public sealed class MountedBoxTests(SharedStore shared) : IAsyncLifetime
{
    private const string Model = "team/model.onnx";
    private const int BigFile = 128 << 20;

    private static readonly string[] Quickly = ["--s3-poll", "200ms"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private StoreServer store = null!;

    public async ValueTask InitializeAsync() => store = await shared.GetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Start_TheModelComesLater_WaitsSaysWhereAndLoads()
    {
        var bucket = await store.NewBucketAsync();
        using var folder = store.Manifests("late", bucket);
        await using var host = await StartAsync(folder);
        await WaitForReasonAsync(host, "late", "ModelMissing");

        var status = await host.StatusAsync("MLComponent", "late");
        status.Text("state").ShouldBe("waiting");
        status.Text("message").ShouldContain($"'model.onnx' is not in box late-models yet: put it at s3://{bucket}/team/model.onnx (");
        (await host.AskAsync("/tests/late/predict")).ShouldBe(503);

        await store.PutAsync(bucket, Model, VersionModel.Of(3));
        await host.WaitForAsync(async () => await host.AskVersionAsync("/tests/late/predict") == 3);

        (await host.StatusAsync("MLComponent", "late")).Text("state").ShouldBe("ready");
    }

    [Fact]
    public async Task Replace_UnderLoad_NoRequestFails()
    {
        const int replacements = 5;
        var bucket = await store.NewBucketAsync();
        await store.PutAsync(bucket, Model, VersionModel.Of(0));
        using var folder = store.Manifests("busy", bucket);
        await using var host = await StartAsync(folder);
        await host.WaitForAsync(async () => await host.AskAsync("/tests/busy/predict") == 200);
        await using var busy = new BusyConnections(host.PublicUrl, "/tests/busy/predict", 8);

        for (var version = 1; version <= replacements; version++)
        {
            await store.PutAsync(bucket, Model, VersionModel.Of(version));
            await host.WaitForAsync(() => Task.FromResult(busy.Saw(version) || busy.Failures.Count > 0));
        }

        await busy.StopAsync();
        busy.Failures.ShouldBeEmpty();
        busy.Answers.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Store_AnotherFileOfTheBoxChanges_TheModelIsNotLoadedAgain()
    {
        var bucket = await store.NewBucketAsync();
        await store.PutAsync(bucket, Model, VersionModel.Of(1));
        using var folder = store.Manifests("calm", bucket);
        await using var host = await StartAsync(folder);
        await host.WaitForAsync(async () => await host.AskVersionAsync("/tests/calm/predict") == 1);

        await store.PutAsync(bucket, "team/notes.txt", [1, 2, 3]);
        await host.WaitForAsync(() => Task.FromResult(host.Events("Brought").Count() == 2));
        await store.PutAsync(bucket, Model, VersionModel.Of(2));
        await host.WaitForAsync(async () => await host.AskVersionAsync("/tests/calm/predict") == 2);

        await host.WaitForAsync(() => Task.FromResult(host.Events("LogLoaded").Count() >= 2));
        host.Events("LogLoaded").Count().ShouldBe(2);
    }

    [Fact]
    public async Task Start_WrongCredentials_WaitsAndSaysSoWithoutThem()
    {
        const string wrong = "a-wrong-secret-nobody-may-see";
        var bucket = await store.NewBucketAsync();
        using var folder = store.Manifests("denied", bucket, wrong);
        await using var host = await StartAsync(folder);

        await WaitForReasonAsync(host, "denied", "StoreDenied");

        (await host.StatusAsync("MLComponent", "denied")).Text("state").ShouldBe("waiting");
        (await RawRequest.Get("/status").SendAsync(host.InternalUrl)).Text.ShouldNotContain(wrong);
        host.Errors.ToString()!.ShouldNotContain(wrong);
    }

    [Fact]
    public async Task Start_TheBucketIsMissing_WaitsAndLoadsWhenItIsMade()
    {
        var bucket = StoreServer.NewBucketName();
        using var folder = store.Manifests("nobucket", bucket);
        await using var host = await StartAsync(folder);
        await WaitForReasonAsync(host, "nobucket", "BucketMissing");
        (await host.StatusAsync("MLComponent", "nobucket")).Text("message").ShouldContain(bucket);

        await store.Client.PutBucketAsync(bucket, Stop);
        await store.PutAsync(bucket, Model, VersionModel.Of(6));

        await host.WaitForAsync(async () => await host.AskVersionAsync("/tests/nobucket/predict") == 6);
    }

    [Fact]
    public async Task Restart_WithWhatWasBrought_FetchesNothing()
    {
        using var data = new TempFolder();
        var bucket = await store.NewBucketAsync();
        await store.PutAsync(bucket, Model, VersionModel.Of(7));
        await store.PutAsync(bucket, "team/notes.txt", [1, 2, 3]);
        using var folder = store.Manifests("warm", bucket);
        await using (var first = await StartAsync(folder, data.FullPath))
        {
            await first.WaitForAsync(async () => await first.AskVersionAsync("/tests/warm/predict") == 7);
            Fetched(first).ShouldBe(VersionModel.Of(7).Length + 3);
            (await first.StopAsync(Stop)).ShouldBe(0);
        }

        await using var second = await StartAsync(folder, data.FullPath);
        await second.WaitForAsync(async () => await second.AskVersionAsync("/tests/warm/predict") == 7);

        Fetched(second).ShouldBe(0);
    }

    [Fact]
    public async Task Kill_InTheMiddleOfADownload_NothingOfItIsServedAndTheNextStartGoesOn()
    {
        using var data = new TempFolder();
        var bucket = await store.NewBucketAsync();
        await store.PutAsync(bucket, Model, VersionModel.Of(8));
        await store.PutAsync(bucket, "team/big.bin", new byte[BigFile]);
        using var folder = store.Manifests("killed", bucket);

        // disposing of it is kill -9
        await using (var killed = await StartAsync(folder, data.FullPath))
            await killed.WaitForAsync(() => Task.FromResult(Partial(data).Any(file => file.Length > 1 << 20)));
        Partial(data).ShouldContain(file => file.Length < BigFile);
        Directory.GetFiles(data["work/mounts/snapshots"], "big.bin", SearchOption.AllDirectories).ShouldBeEmpty();

        await using var host = await StartAsync(folder, data.FullPath);
        await host.WaitForAsync(async () => await host.AskVersionAsync("/tests/killed/predict") == 8);

        var whole = Directory.GetFiles(data["work/mounts/snapshots"], "big.bin", SearchOption.AllDirectories).ShouldHaveSingleItem();
        new FileInfo(whole).Length.ShouldBe(BigFile);
        Partial(data).ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_TheDefaultStore_HoldsTheBox()
    {
        var bucket = await store.NewBucketAsync();
        await store.PutAsync(bucket, "tests/default-models/model.onnx", VersionModel.Of(9));
        var component = ManifestFolder.Component("tests", "default").Replace("folder: { path: models/tests.default }", "s3DefaultStorage: {}", StringComparison.Ordinal);
        using var folder = new ManifestFolder().Write("default.yaml", component + ManifestFolder.Api("tests", "default"));
        var start = store.DefaultOf(folder, bucket);
        await using var host = await HostProcess.StartAsync(start with { Options = [.. Quickly, .. start.Options], UntilReady = false }, Stop);

        await host.WaitForAsync(async () => await host.AskVersionAsync("/tests/default/predict") == 9);
    }

    private static Task<HostProcess> StartAsync(ManifestFolder folder, string? data = null) =>
        HostProcess.StartAsync(new HostStart(folder.FullPath) { Options = Quickly, Data = data, UntilReady = false }, Stop);

    private static Task WaitForReasonAsync(HostProcess host, string component, string reason) =>
        host.WaitForAsync(async () => (await host.StatusAsync("MLComponent", component)).Text("reason") == reason);

    private static long Fetched(HostProcess host) => host.Events("Brought").Sum(brought => Number(brought, "Fetched"));

    private static long Number(JsonElement entry, string field) =>
        entry.GetProperty("fields").GetProperty(field) is { ValueKind: JsonValueKind.String } text ? long.Parse(text.GetString()!) : entry.GetProperty("fields").GetProperty(field).GetInt64();

    private static FileInfo[] Partial(TempFolder data) =>
        Directory.Exists(data["work/mounts/partial"]) ? new DirectoryInfo(data["work/mounts/partial"]).GetFiles() : [];
}
