using System.Text;
using Inference.Boxes.Tests.S3;
using Inference.Testing;

namespace Inference.Boxes.Tests.Mounting;

public sealed class MountCacheTests(TestServer server) : IAsyncLifetime
{
    private static readonly BoxPrefix Models = BoxPrefix.Parse("models");
    private readonly TempFolder folder = new();
    private readonly RequestCounter counter = new();
    private S3Endpoint? endpoint;
    private S3Store? store;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private S3Store Store => store.ShouldNotBeNull();

    private string CacheFolder => folder["cache"];

    public async ValueTask InitializeAsync()
    {
        endpoint = new S3Endpoint(server.Address, new S3EndpointOptions { Wrap = counter.Around, Retries = 1, RetryDelay = TimeSpan.FromMilliseconds(10) });
        store = new S3Store(endpoint, await server.NewBucketAsync() with { Prefix = "box" });
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        endpoint?.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Bring_Part_IsAFolderOfItsFiles()
    {
        await PutAsync("models/a.onnx", "A");
        await PutAsync("models/deep/er/b.data", new string('b', 300_000));
        await PutAsync("models/empty", "");
        await PutAsync("other/c", "C");
        var reports = new List<MountProgress>();
        using var snapshot = await BringAsync(Open(), new Reports(reports));

        FilesOf(snapshot).ShouldBe(["a.onnx", "deep/er/b.data", "empty"]);
        (await File.ReadAllTextAsync(Path.Combine(snapshot.Folder, "a.onnx"), Stop)).ShouldBe("A");
        new FileInfo(Path.Combine(snapshot.Folder, "deep/er/b.data")).Length.ShouldBe(300_000);
        File.GetAttributes(Path.Combine(snapshot.Folder, "a.onnx")).HasFlag(FileAttributes.ReadOnly).ShouldBeTrue();
        reports.Select(report => report.FilesDone).ShouldBeInOrder();
        reports.Select(report => report.BytesDone).ShouldBeInOrder();
        reports[^1].ShouldBe(new MountProgress(3, 3, 300_001, 300_001, 300_001));
    }

    [Fact]
    public async Task Bring_WarmRestart_ReadsTheListOnly()
    {
        for (var i = 0; i < 20; i++)
            await PutAsync($"models/{i}", $"content {i}");
        await BringAsync(Open());
        counter.Reset();

        // the first cache is left as a killed process leaves it
        using var snapshot = await BringAsync(Open());
        FilesOf(snapshot).Length.ShouldBe(20);
        counter.Bodies.ShouldBe(0);
        counter.Requests.ShouldBe(1);

        using var third = await BringAsync(Open());
        counter.Bodies.ShouldBe(0);
    }

    [Fact]
    public async Task Bring_SecondComponent_FetchesNothing()
    {
        await PutAsync("models/a", "A");
        await PutAsync("models/deep/b", "B");
        var cache = Open();
        using var first = await BringAsync(cache);
        counter.Reset();
        using var second = await BringAsync(cache);
        using var inner = await BringAsync(cache, part: BoxPrefix.Parse("models/deep"));
        counter.Bodies.ShouldBe(0);
        second.Folder.ShouldNotBe(first.Folder);
        FilesOf(inner).ShouldBe(["b"]);
    }

    [Fact]
    public async Task Bring_OverlappingPartsAtOnce_FetchesEachFileOnce()
    {
        for (var i = 0; i < 20; i++)
            await PutAsync($"models/deep/{i}", new string((char)('a' + i), 200_000));
        var cache = Open();
        counter.Reset();
        var snapshots = await Task.WhenAll(BringAsync(cache), BringAsync(cache), BringAsync(cache, part: BoxPrefix.Parse("models/deep")));
        counter.Bodies.ShouldBe(20);
        snapshots.ShouldAllBe(snapshot => FilesOf(snapshot).Length == 20);
    }

    [Fact]
    public async Task Look_ChangedObject_IsNoticedAndFetchedBesideTheOldOne()
    {
        await PutAsync("models/a", "old");
        await PutAsync("models/b", "same");
        var cache = Open();
        var first = await BringAsync(cache);
        (await LookAsync()).Stamp.ShouldBe(first.Stamp);

        await PutAsync("models/a", "new");
        (await LookAsync()).Stamp.ShouldNotBe(first.Stamp);
        counter.Reset();
        using var second = await BringAsync(cache);
        counter.Bodies.ShouldBe(1);
        (await File.ReadAllTextAsync(Path.Combine(first.Folder, "a"), Stop)).ShouldBe("old");
        (await File.ReadAllTextAsync(Path.Combine(second.Folder, "a"), Stop)).ShouldBe("new");

        Contents().ShouldBe(3);
        first.Dispose();
        first.Dispose();
        Directory.Exists(first.Folder).ShouldBeFalse();
        Contents().ShouldBe(2);
        (await File.ReadAllTextAsync(Path.Combine(second.Folder, "b"), Stop)).ShouldBe("same");
    }

    [Fact]
    public async Task Bring_ObjectChangedSinceTheLook_IsRefusedAndNothingIsVisible()
    {
        await PutAsync("models/a", "one");
        var cache = Open();
        var look = await LookAsync();
        await PutAsync("models/a", "two");
        (await cache.BringAsync(look, null, Stop)).Error.ShouldNotBeNull().Code.ShouldBe(BoxErrorCode.PreconditionFailed);
        await Store.DeleteAsync(BoxPath.Parse("models/a"), Stop);
        (await cache.BringAsync(look, null, Stop)).Error.ShouldNotBeNull().Code.ShouldBe(BoxErrorCode.NotFound);
        Contents().ShouldBe(0);
    }

    [Fact]
    public async Task Bring_CutOff_LeavesNothingHalfAndGoesOnLater()
    {
        for (var i = 0; i < 10; i++)
            await PutAsync($"models/{i}", new string((char)('0' + i), 100_000));
        var cache = Open(parallelism: 1);
        var look = await LookAsync();
        counter.Reset();
        counter.BreakBodiesAfter = 5;
        (await cache.BringAsync(look, null, Stop)).Error.ShouldNotBeNull().Code.ShouldBe(BoxErrorCode.Unreachable);
        Directory.GetFiles(Path.Combine(CacheFolder, "partial")).ShouldBeEmpty();
        Directory.GetFiles(Path.Combine(CacheFolder, "objects")).ShouldAllBe(file => new FileInfo(file).Length == 100_000);
        var kept = Contents();
        kept.ShouldBe(5);

        counter.BreakBodiesAfter = int.MaxValue;
        counter.Reset();
        using var snapshot = await BringAsync(Open());
        counter.Bodies.ShouldBe(10 - kept);
        FilesOf(snapshot).Length.ShouldBe(10);
    }

    [Fact]
    public async Task Bring_ContentSpoiltInTheCache_IsFetchedAgain()
    {
        await PutAsync("models/a", "good");
        var cache = Open();
        using (var first = await BringAsync(cache))
        {
            var file = Path.Combine(first.Folder, "a");
            File.SetAttributes(file, FileAttributes.Normal);
            await File.WriteAllTextAsync(file, "evil", Stop);
            using var second = await BringAsync(cache);
            (await File.ReadAllTextAsync(Path.Combine(second.Folder, "a"), Stop)).ShouldBe("good");
        }
    }

    [Fact]
    public async Task Bring_SameContentUnderManyNames_IsKeptOnce()
    {
        for (var i = 0; i < 30; i++)
            await PutAsync($"models/{i}", "the same");
        using var snapshot = await BringAsync(Open());
        FilesOf(snapshot).Length.ShouldBe(30);
        Contents().ShouldBe(1);
    }

    [Fact]
    public async Task Bring_FileAndFolderOfOneName_IsAConflict()
    {
        await PutAsync("models/a", "file");
        await PutAsync("models/a/b", "in a folder");
        var outcome = await Open().BringAsync(await LookAsync(), null, Stop);
        outcome.Error.ShouldNotBeNull().Code.ShouldBe(BoxErrorCode.Conflict);
        outcome.Error.Message.ShouldContain("'models/a'");
    }

    [Fact]
    public async Task Open_SeveralRunsWithoutThePart_KeepsItUntilToldToForget()
    {
        await PutAsync("models/a", "A");
        await BringAsync(Open());
        Open();
        Open();
        var cache = Open();
        Contents().ShouldBe(1);
        cache.Forget();
        Contents().ShouldBe(0);
        Directory.GetDirectories(Path.Combine(CacheFolder, "previous")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Bring_FailsAgainAndAgain_KeepsOnlyWhatTheFullestAttemptBrought()
    {
        for (var i = 0; i < 10; i++)
            await PutAsync($"models/{i}", new string((char)('0' + i), 100_000));
        for (var attempt = 0; attempt < 4; attempt++)
        {
            // first in the list, and never to be had: later attempts come to nothing else
            if (attempt == 1)
                await PutAsync("models/!", "new");
            var look = await LookAsync();
            counter.Reset();
            counter.BreakBodiesAfter = attempt == 0 ? 5 : 0;
            (await Open(parallelism: 1).BringAsync(look, null, Stop)).Error.ShouldNotBeNull().Code.ShouldBe(BoxErrorCode.Unreachable);
            Contents().ShouldBe(5);
        }

        Directory.GetDirectories(Path.Combine(CacheFolder, "snapshots")).ShouldBeEmpty();
        Directory.GetDirectories(Path.Combine(CacheFolder, "previous")).Length.ShouldBe(1);
    }

    [Fact]
    public async Task Look_AnotherBoxWithTheSameFiles_IsAnotherStamp()
    {
        await PutAsync("models/a", "A");
        await using var other = new S3Store(endpoint.ShouldNotBeNull(), await server.NewBucketAsync() with { Prefix = "box" });
        using var stream = new MemoryStream("A"u8.ToArray());
        (await other.PutAsync(BoxPath.Parse("models/a"), stream, PutOptions.Default, Stop)).Error.ShouldBeNull();
        (await MountCache.LookAsync(other, Models, Stop)).TryGet(out var listing, out _).ShouldBeTrue();
        listing.ShouldNotBeNull().Stamp.ShouldNotBe((await LookAsync()).Stamp);
    }

    [Fact]
    public void Open_FolderOfSomebodyElse_IsRefused()
    {
        folder.Write("cache/precious", "x");
        MountCache.Open(CacheFolder).Error.ShouldNotBeNull().Message.ShouldContain("something else");
        File.Exists(folder["cache/precious"]).ShouldBeTrue();
    }

    private static string[] FilesOf(MountSnapshot snapshot) =>
        [.. Directory.GetFiles(snapshot.Folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(snapshot.Folder, file)).Order(StringComparer.Ordinal)];

    private int Contents() => Directory.GetFiles(Path.Combine(CacheFolder, "objects")).Length;

    private MountCache Open(int parallelism = 8)
    {
        MountCache.Open(CacheFolder, new MountOptions { Parallelism = parallelism }).TryGet(out var cache, out var error).ShouldBeTrue(error?.ToString());
        return cache!;
    }

    private async Task<MountListing> LookAsync(BoxPrefix? part = null)
    {
        (await MountCache.LookAsync(Store, part ?? Models, Stop)).TryGet(out var listing, out var error).ShouldBeTrue(error?.ToString());
        return listing!;
    }

    private async Task<MountSnapshot> BringAsync(MountCache cache, IProgress<MountProgress>? progress = null, BoxPrefix? part = null)
    {
        (await cache.BringAsync(await LookAsync(part), progress, Stop)).TryGet(out var snapshot, out var error).ShouldBeTrue(error?.ToString());
        return snapshot!;
    }

    private async Task PutAsync(string path, string content)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(content));
        (await Store.PutAsync(BoxPath.Parse(path), stream, PutOptions.Default, Stop)).Error.ShouldBeNull();
    }

    private sealed class Reports(List<MountProgress> into) : IProgress<MountProgress>
    {
        public void Report(MountProgress value) => into.Add(value);
    }
}
