using Inference.InferenceHost.FunctionalTests.Mounts;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Files;

/// <summary>
/// As <see cref="FilesHost"/>, with its boxes in a bucket of a real S3 server, which is the host's default store; besides <c>elsewhere</c>, a box of its own there with another
/// public address, and <c>packed</c> (1000 bytes), in which somebody else has stored 990 bytes.
/// </summary>
public sealed class StoreFilesHost(SharedStore shared) : IFilesHost, IAsyncLifetime
{
    private readonly ManifestFolder folder = new();
    private HostProcess? host;
    private StoreServer? store;

    public HostProcess Host => host.ShouldNotBeNull();

    public StoreServer Store => store.ShouldNotBeNull();

    public string Bucket { get; private set; } = "";

    /// <summary>Where the links of box <c>elsewhere</c> lead: to the same server by another name.</summary>
    public string PublicEndpoint => $"http://localhost:{Store.Server.Address.Port}";

    public async ValueTask InitializeAsync()
    {
        store = await shared.GetAsync();
        Bucket = await store.NewBucketAsync();
        await store.PutAsync(Bucket, "tests/packed/users/eve/file_groups/g/f", new byte[990]);
        folder.Write("files.yaml", FilesHost.Box("users", "s3DefaultStorage: {}") + FilesHost.Box("small", "s3DefaultStorage: { capacity: 1000 }") + FilesHost.Box("packed", "s3DefaultStorage: { capacity: 1000 }")
            + FilesHost.Box("elsewhere", store.Place(Bucket, $"prefix: elsewhere, publicEndpoint: {PublicEndpoint}")) + FilesHost.FileApi + FilesHost.Users + StoreServer.Keys());
        host = await HostProcess.StartAsync(store.DefaultOf(folder, Bucket), CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (host is not null)
            await host.DisposeAsync();
        folder.Dispose();
    }
}
