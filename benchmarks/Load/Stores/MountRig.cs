using System.Diagnostics;
using Inference.Boxes;
using Inference.Testing.S3;

namespace Inference.Load.Stores;

/// <summary>A real S3 server with a bucket, our way to bring it into a folder, and the plainest one.</summary>
internal sealed class MountRig : IAsyncDisposable
{
    private const string Bucket = "bench";
    private static readonly BoxPrefix Part = BoxPrefix.Parse("models");
    private readonly S3Server server;
    private readonly StoreProxy counted;
    private readonly BareClient bare;
    private readonly S3Endpoint endpoint;
    private readonly string work;
    private readonly int parallelism;
    private int run;

    private MountRig(S3Server server, string work, int parallelism)
    {
        this.server = server;
        this.work = work;
        this.parallelism = parallelism;
        counted = StoreProxy.Start(server.Address);
        endpoint = new S3Endpoint(server.Address);
        bare = new BareClient(server.Address, Bucket);
    }

    public static async Task<MountRig> StartAsync(string work, int parallelism, CancellationToken cancellationToken) =>
        new(await S3Server.StartAsync(cancellationToken), work, parallelism);

    public Task FillAsync(int objects, int size, CancellationToken cancellationToken) => bare.FillAsync(Part.Value, objects, size, cancellationToken);

    /// <summary>The SDK alone. Milliseconds.</summary>
    public async Task<double> LoopAsync(CancellationToken cancellationToken)
    {
        var folder = NewFolder();
        var began = Stopwatch.GetTimestamp();
        await bare.FetchAsync(Part.Value, folder, parallelism, cancellationToken);
        return Ended(began, folder);
    }

    /// <summary>Into a cache that holds nothing yet. Milliseconds.</summary>
    public async Task<double> MountAsync(CancellationToken cancellationToken)
    {
        var folder = NewFolder();
        var began = Stopwatch.GetTimestamp();
        await using var store = new S3Store(endpoint, new S3Options(Bucket) { Credentials = new S3Credentials(S3Server.AccessKey, S3Server.SecretKey) });
        using var snapshot = await BringAsync(store, folder, cancellationToken);
        return Ended(began, folder);
    }

    /// <summary>Mounts, and then as a host does that was started again. Milliseconds of that, and how many bodies were asked for.</summary>
    public async Task<(double Milliseconds, int Bodies)> MountAgainAsync(CancellationToken cancellationToken)
    {
        var folder = NewFolder();
        using var seen = new S3Endpoint(counted.Address);
        await using var store = new S3Store(seen, new S3Options(Bucket) { Credentials = new S3Credentials(S3Server.AccessKey, S3Server.SecretKey) });
        await BringAsync(store, folder, cancellationToken);
        counted.Forget();
        var began = Stopwatch.GetTimestamp();
        using var snapshot = await BringAsync(store, folder, cancellationToken);
        return (Ended(began, folder), counted.Bodies.Count());
    }

    public async ValueTask DisposeAsync()
    {
        bare.Dispose();
        endpoint.Dispose();
        await counted.DisposeAsync();
        await server.DisposeAsync();
    }

    private static double Ended(long began, string folder)
    {
        var taken = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        if (!Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Any())
            throw new InvalidDataException("nothing was brought");
        return taken;
    }

    private async Task<MountSnapshot> BringAsync(S3Store store, string folder, CancellationToken cancellationToken)
    {
        if (!MountCache.Open(folder, new MountOptions { Parallelism = parallelism }).TryGet(out var cache, out var unusable))
            throw new InvalidOperationException(unusable.Message);
        if (!(await MountCache.LookAsync(store, Part, cancellationToken)).TryGet(out var listing, out var error))
            throw new InvalidOperationException(error.Message);
        var brought = await cache.BringAsync(listing, null, cancellationToken);
        return brought.TryGet(out var snapshot, out error) ? snapshot : throw new InvalidOperationException(error.Message);
    }

    private string NewFolder() => Directory.CreateDirectory(Path.Combine(work, $"{run++}")).FullName;
}
