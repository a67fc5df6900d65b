using Inference.Boxes.Tests.S3;
using Inference.Testing;

namespace Inference.Boxes.Tests;

/// <summary>A file passes through every store in little memory, however large it is. The whole two gigabytes only when asked for.</summary>
[Collection(nameof(Alone))]
public sealed class LargeFileTests(TestServer server, ITestOutputHelper output) : IDisposable
{
    private const long Most = 64 << 20;
    private readonly TempFolder folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task Pass_ThroughS3_TakesLittleMemory(bool saysLength) => PassThroughS3Async(200L << 20, saysLength);

    [Fact(Explicit = true)]
    public Task Pass_TwoGigabytesThroughS3_TakesLittleMemory() => PassThroughS3Async(2L << 30, saysLength: false);

    [Fact]
    public async Task Pass_ThroughAFolder_TakesLittleMemory()
    {
        await using var store = new FolderStore(folder.FullPath);
        await PassAsync(store, 200L << 20, saysLength: true);
    }

    private async Task PassThroughS3Async(long size, bool saysLength)
    {
        using var endpoint = new S3Endpoint(server.Address);
        await using var store = new S3Store(endpoint, await server.NewBucketAsync() with { PartSize = 8 << 20 });
        await PassAsync(store, size, saysLength);
        (await store.DeleteAllAsync(default, Stop)).ShouldBeNull();
    }

    private async Task PassAsync(IBoxStore store, long size, bool saysLength)
    {
        // what the first call costs once is not the file's
        var path = BoxPath.Parse("large");
        using (var first = new MemoryStream([1]))
            (await store.PutAsync(path, first, PutOptions.Default, Stop)).Error.ShouldBeNull();
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        var before = Environment.WorkingSet;
        var most = before;
        void Look() => most = Math.Max(most, Environment.WorkingSet);

        await using var content = new GeneratedStream(size, Look);
        (await store.PutAsync(path, content, new PutOptions { Length = saysLength ? size : null }, Stop)).Error.ShouldBeNull();
        var afterPut = most;
        (await store.GetAsync(path, GetOptions.Default, Stop)).TryGet(out var stored, out var error).ShouldBeTrue(error?.ToString());
        await using (stored)
        {
            var block = new byte[1 << 16];
            var total = 0L;
            int read;
            while ((read = await stored.ShouldNotBeNull().Stream.ReadAsync(block, Stop)) > 0)
            {
                total += read;
                if (total % (16 << 20) < read)
                    Look();
            }

            total.ShouldBe(size);
        }

        output.WriteLine($"{size >> 20} MiB: {(afterPut - before) >> 20} MiB more while storing, {(most - before) >> 20} MiB with reading");
        (most - before).ShouldBeLessThan(Most);
    }
}
