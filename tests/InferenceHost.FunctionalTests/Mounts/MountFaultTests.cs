using Inference.InferenceHost.FunctionalTests.Files;
using Inference.InferenceHost.FunctionalTests.Life;
using Inference.Testing;
using Inference.Testing.Hosts;
using Inference.Testing.S3;

namespace Inference.InferenceHost.FunctionalTests.Mounts;

/// <summary>What can happen while a box is brought: whatever it is, no file is seen that is not whole.</summary>
public sealed class MountFaultTests(SharedStore shared) : IAsyncLifetime
{
    private const string Big = "team/big.bin";
    private const int BigSize = 32 << 20;

    private static readonly string[] Quickly = ["--s3-poll", "200ms"];
    private readonly TempFolder data = new();
    private StoreServer? store;
    private StoreProxy? proxy;
    private string bucket = "";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private StoreServer Store => store.ShouldNotBeNull();

    private StoreProxy Proxy => proxy.ShouldNotBeNull();

    public async ValueTask InitializeAsync()
    {
        store = await shared.GetAsync();
        proxy = StoreProxy.Start(store.Server.Address);
        bucket = await store.NewBucketAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Proxy.DisposeAsync();
        data.Dispose();
    }

    [Fact]
    public async Task Store_IsSlow_TheStatusSaysHowFarItIs()
    {
        await Store.PutAsync(bucket, "team/model.onnx", VersionModel.Of(1));
        await Store.PutAsync(bucket, Big, new byte[BigSize]);
        var held = new HeldBody(Proxy, Big);
        using var folder = Manifests("slow");
        await using var host = await StartAsync(folder);
        await held.Reached;

        await host.WaitForAsync(async () => (await host.StatusAsync("MLComponent", "slow")).Text("message").Contains("1 of 2 files", StringComparison.Ordinal));
        var status = await host.StatusAsync("MLComponent", "slow");
        status.Text("state").ShouldBe("loading");
        status.Text("reason").ShouldBe("Fetching");
        status.Text("message").ShouldContain("the files of box slow-models are on their way");
        status.Text("message").ShouldContain($" of {BigSize + VersionModel.Of(1).Length} bytes");
        (await host.AskAsync("/tests/slow/predict")).ShouldBe(503);

        held.GoOn();
        await host.WaitForAsync(async () => await host.AskVersionAsync("/tests/slow/predict") == 1);
    }

    [Fact]
    public async Task Object_DeletedWhileItIsRead_IsLeftOutAndTheRestIsServed()
    {
        await Store.PutAsync(bucket, "team/model.onnx", VersionModel.Of(2));
        await Store.PutAsync(bucket, Big, new byte[BigSize]);
        var held = new HeldBody(Proxy, Big);
        using var folder = Manifests("deleted");
        await using var host = await StartAsync(folder);
        await held.Reached;

        await Store.Client.DeleteObjectAsync(bucket, Big, Stop);
        held.BreakOff();

        await host.WaitForAsync(async () => await host.AskVersionAsync("/tests/deleted/predict") == 2);
        Brought("big.bin").ShouldBeEmpty();
        Partial().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Object_ReplacedByOneOfEqualSizeWhileItIsRead_IsNeverAMixture(bool breaksOff)
    {
        await Store.PutAsync(bucket, "team/model.onnx", VersionModel.Of(3));
        await Store.PutAsync(bucket, Big, Filled(1));
        var held = new HeldBody(Proxy, Big);
        using var folder = Manifests("replaced");
        await using var host = await StartAsync(folder);
        await held.Reached;

        await Store.PutAsync(bucket, Big, Filled(2));
        if (breaksOff)
            held.BreakOff();
        else
            held.GoOn();

        // whatever is to be seen, at any moment, is the one or the other
        var isNew = false;
        await host.WaitForAsync(() =>
        {
            foreach (var file in Brought("big.bin"))
            {
                if (TryRead(file) is not { } content)
                    continue;
                content.Length.ShouldBe(BigSize);
                content.AsSpan().IndexOfAnyExcept(content[0]).ShouldBe(-1);
                isNew |= content[0] == 2;
            }

            return Task.FromResult(isNew);
        });
        await host.WaitForAsync(async () => await host.AskVersionAsync("/tests/replaced/predict") == 3);
    }

    [Fact]
    public async Task Model_DeletedFromTheStore_ServesOnAndSaysSo()
    {
        await Store.PutAsync(bucket, "team/model.onnx", VersionModel.Of(4));
        using var folder = Manifests("gone");
        await using var host = await StartAsync(folder);
        await host.WaitForAsync(async () => await host.AskVersionAsync("/tests/gone/predict") == 4);

        await Store.Client.DeleteObjectAsync(bucket, "team/model.onnx", Stop);
        await host.WaitForAsync(async () => (await host.StatusAsync("MLComponent", "gone")).Text("reason") == "ModelMissing");
        (await host.StatusAsync("MLComponent", "gone")).Text("message").ShouldStartWith("the model loaded before stays");
        (await host.AskVersionAsync("/tests/gone/predict")).ShouldBe(4);

        await Store.PutAsync(bucket, "team/model.onnx", VersionModel.Of(5));
        await host.WaitForAsync(async () => await host.AskVersionAsync("/tests/gone/predict") == 5);
    }

    [Fact]
    public async Task Host_KilledAgainAndAgainInTheMiddle_FetchesNothingTwiceThatWasWhole()
    {
        for (var i = 0; i < 5; i++)
            await Store.PutAsync(bucket, $"team/more/{i}", new byte[100_000 + i]);
        await Store.PutAsync(bucket, "team/model.onnx", VersionModel.Of(6));
        await Store.PutAsync(bucket, Big, new byte[BigSize]);
        using var folder = Manifests("killed");
        for (var run = 0; run < 3; run++)
        {
            var held = new HeldBody(Proxy, Big);

            // disposing of it is kill -9
            await using var killed = await StartAsync(folder);
            await held.Reached;
            await killed.WaitForAsync(() => Task.FromResult(Brought("*").Length == 6 + Logs()));
            Brought("big.bin").ShouldBeEmpty();
            (await killed.AskAsync("/tests/killed/predict")).ShouldBe(503);
            Proxy.Bodies.Count().ShouldBe(run == 0 ? 7 : 1);
            Proxy.Forget();
        }

        Proxy.Passing = null;
        await using var host = await StartAsync(folder);
        await host.WaitForAsync(async () => await host.AskVersionAsync("/tests/killed/predict") == 6);
        Proxy.Bodies.ShouldHaveSingleItem().ShouldContain("big.bin");
        new FileInfo(Brought("big.bin").ShouldHaveSingleItem()).Length.ShouldBe(BigSize);
        Partial().ShouldBeEmpty();
    }

    [Fact]
    public async Task Disk_OfTheCacheIsFull_WaitsSaysSoAndLoadsWhenThereIsRoom()
    {
        await Store.PutAsync(bucket, "team/model.onnx", VersionModel.Of(7));
        await Store.PutAsync(bucket, Big, new byte[BigSize]);
        var cache = Directory.CreateDirectory(data["work/mounts"]).FullName;
        using var disk = SmallDisk.TryMount(cache, megabytes: 8);
        Assert.SkipWhen(disk is null, "a small disk cannot be made here: mounting is not allowed");
        using var folder = Manifests("full");
        await using var host = await StartAsync(folder);
        await host.WaitForAsync(async () => (await host.StatusAsync("MLComponent", "full")).Text("reason") == "DiskFull");
        var status = await host.StatusAsync("MLComponent", "full");
        status.Text("state").ShouldBe("waiting");
        status.Text("message").ShouldContain($"the disk that the cache '{cache}' is on has no room left");
        Brought("big.bin").ShouldBeEmpty();

        disk.Resize(megabytes: 128);

        await host.WaitForAsync(async () => await host.AskVersionAsync("/tests/full/predict") == 7);
        new FileInfo(Brought("big.bin").ShouldHaveSingleItem()).Length.ShouldBe(BigSize);
        (await host.StopAsync(Stop)).ShouldBe(0);
    }

    private ManifestFolder Manifests(string name) => new ManifestFolder().Write(
        $"{name}.yaml",
        ManifestFolder.Component("tests", name).Replace($"folder: {{ path: models/tests.{name} }}", Store.Place(bucket, "prefix: team", Proxy.Address), StringComparison.Ordinal)
            + ManifestFolder.Api("tests", name) + StoreServer.Keys());

    private Task<HostProcess> StartAsync(ManifestFolder folder) =>
        HostProcess.StartAsync(new HostStart(folder.FullPath) { Options = Quickly, Data = data.FullPath, UntilReady = false }, Stop);

    private string[] Brought(string name)
    {
        try
        {
            return Directory.Exists(data["work/mounts/snapshots"]) ? Directory.GetFiles(data["work/mounts/snapshots"], name, SearchOption.AllDirectories) : [];
        }
        catch (DirectoryNotFoundException)
        {
            // one was removed while we looked
            return [];
        }
    }

    private int Logs() => Brought("log").Length;

    private string[] Partial() => Directory.GetFiles(data["work/mounts/partial"]);

    private static byte[] Filled(byte value)
    {
        var content = new byte[BigSize];
        Array.Fill(content, value);
        return content;
    }

    private static byte[]? TryRead(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
