using Inference.InferenceHost.FunctionalTests.Life;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Mounts;

/// <summary>
/// A store that goes down and comes back: a server of its own, with one bucket from the start. A gateway that was killed is waited for by the next that makes a
/// bucket, for twenty seconds.
/// </summary>
public sealed class MountOutageTests(StoreServer store) : IClassFixture<StoreServer>, IAsyncLifetime
{
    private const string Bucket = "outages";
    private const string Model = "team/model.onnx";

    private static readonly string[] Quickly = ["--s3-poll", "200ms"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        if ((await store.Client.ListBucketsAsync(Stop)).Buckets is not { Count: > 0 })
            await store.Client.PutBucketAsync(Bucket, Stop);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Start_TheStoreIsDown_WaitsSaysSoAndLoadsByItself()
    {
        await store.PutAsync(Bucket, Model, VersionModel.Of(4));
        using var folder = store.Manifests("cut", Bucket);
        await store.Server.CutAsync();
        HostProcess host;
        try
        {
            host = await StartAsync(folder);
            await WaitForReasonAsync(host, "cut", "StoreUnreachable");
            var status = await host.StatusAsync("MLComponent", "cut");
            status.Text("state").ShouldBe("waiting");
            status.Text("message").ShouldContain(store.Server.Address.Authority);
        }
        finally
        {
            await store.Server.UncutAsync();
        }

        await using (host)
            await host.WaitForAsync(async () => await host.AskVersionAsync("/tests/cut/predict") == 4);
    }

    [Fact]
    public async Task Store_GoesDownLater_TheModelServesOnAndTheStatusSaysSo()
    {
        await store.PutAsync(Bucket, Model, VersionModel.Of(5));
        using var folder = store.Manifests("stays", Bucket);
        await using var host = await StartAsync(folder);
        await host.WaitForAsync(async () => await host.AskVersionAsync("/tests/stays/predict") == 5);
        await store.Server.CutAsync();
        try
        {
            await WaitForReasonAsync(host, "stays", "StoreUnreachable");
            var status = await host.StatusAsync("MLComponent", "stays");
            status.Text("state").ShouldBe("ready");
            status.Text("message").ShouldStartWith("the model loaded before stays");
            (await host.AskVersionAsync("/tests/stays/predict")).ShouldBe(5);
        }
        finally
        {
            await store.Server.UncutAsync();
        }

        await WaitForReasonAsync(host, "stays", "");
        host.Events("LogLoaded").Count().ShouldBe(1);
    }

    private static Task<HostProcess> StartAsync(ManifestFolder folder) =>
        HostProcess.StartAsync(new HostStart(folder.FullPath) { Options = Quickly, UntilReady = false }, Stop);

    private static Task WaitForReasonAsync(HostProcess host, string component, string reason) =>
        host.WaitForAsync(async () => (await host.StatusAsync("MLComponent", component)).Text("reason") == reason);
}
