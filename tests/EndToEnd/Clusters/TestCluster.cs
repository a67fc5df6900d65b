using Inference.EndToEnd.Nodes;
using Inference.Testing;

[assembly: AssemblyFixture(typeof(Inference.EndToEnd.Clusters.TestCluster))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Inference.EndToEnd.Clusters;

/// <summary>The cluster of all tests of the assembly: with the images, a store inside the node, and the controller installed. It is left without them.</summary>
public sealed class TestCluster : IAsyncLifetime
{
    private readonly Install install = new();
    private string? reason;
    private Node? node;
    private NodeStore? store;

    internal Node Node => node.ShouldNotBeNull();

    internal NodeStore Store => store.ShouldNotBeNull();

    internal Install Install => install;

    /// <summary>Skips the test where there is no cluster, and says why.</summary>
    public void Require() => Assert.SkipWhen(reason is not null, reason ?? "");

    public async ValueTask InitializeAsync()
    {
        (node, reason) = Node.Find();
        if (node is null)
            return;
        await Task.WhenAll(StartStoreAsync(node), LoadImagesAsync(node));

        // one that is left from before would run on with the image it began with
        await install.RemoveControllerAsync(CancellationToken.None);
        await install.ApplyAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (node is not null)
            await UninstallAsync();
        if (store is not null)
            await store.DisposeAsync();
        install.Dispose();
    }

    private async Task StartStoreAsync(Node inside) => store = await NodeStore.StartAsync(inside, CancellationToken.None);

    private static async Task LoadImagesAsync(Node node)
    {
        using var folder = new TempFolder();
        var images = Path.Combine(Repository.Root, "artifacts", "images");
        await ProgramRun.OutputOfAsync(Path.Combine(Repository.Root, "eng", "images.sh"), [images], CancellationToken.None);
        await ProgramRun.OutputOfAsync(Path.Combine(Repository.Root, "tests", "EndToEnd", "Images", "iris.sh"), [folder.FullPath], CancellationToken.None);
        foreach (var image in (string[])[Path.Combine(images, "host.tar"), Path.Combine(images, "controller.tar"), folder["iris-python.tar"]])
            await node.LoadAsync(image, CancellationToken.None);
    }

    private static async Task UninstallAsync()
    {
        var install = Path.Combine(Repository.Root, "manifests", "install", "local");
        await Kubectl.RunAsync(CancellationToken.None, "delete", "--ignore-not-found", "--wait=false", "-k", install);
    }
}
