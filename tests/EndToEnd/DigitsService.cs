using System.Globalization;
using Inference.EndToEnd.Calls;
using Inference.EndToEnd.Clusters;
using Inference.EndToEnd.Nodes;

namespace Inference.EndToEnd;

/// <summary>The sample of digits, served in a namespace of its own, and a way to call it.</summary>
internal sealed class DigitsService : IAsyncDisposable
{
    public const string Deployment = "ml-digits";

    private readonly Relay relay;
    private readonly Uri url;

    private DigitsService(TestNamespace place, Relay relay, Uri url) => (Place, this.relay, this.url) = (place, relay, url);

    public TestNamespace Place { get; }

    public static async Task<DigitsService> StartAsync(TestCluster cluster, CancellationToken cancellationToken)
    {
        var place = await TestNamespace.CreateAsync(cancellationToken);
        await cluster.Store.PutAsync(place.Name, "digits-models", "digits.onnx", Models.Digits, cancellationToken);
        await place.ApplySampleAsync("digits", cancellationToken);
        var (relay, url) = await place.ReachAsync(cluster.Node, "digits-api", cancellationToken);
        return new DigitsService(place, relay, url);
    }

    /// <summary>A field of the manifest with which pods are others.</summary>
    public static Func<string, string> WithTimeout(string timeout) =>
        text => text.Replace("    inference:\n", $"    inference:\n      requestTimeout: {timeout}\n", StringComparison.Ordinal);

    public static Func<string, string> WithReplicas(int count) =>
        text => text.Replace("  connectedBoxes:\n", string.Create(CultureInfo.InvariantCulture, $"  scaling: {{ minReplicas: {count}, maxReplicas: {count} }}\n  connectedBoxes:\n"), StringComparison.Ordinal);

    /// <summary>The sample's component alone, under another name.</summary>
    public static string Component(string @namespace, string name, string timeout)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "manifests", "samples", "digits", "component.yaml"));
        return WithTimeout(timeout)(text.Replace("{ name: digits, namespace: samples }", $"{{ name: {name}, namespace: {@namespace} }}", StringComparison.Ordinal));
    }

    /// <summary>Callers call before, during and after what happens, and none is refused or cut off.</summary>
    public async Task UnderLoadAsync(ITestOutputHelper output, Func<Traffic, Task> happens)
    {
        using var client = relay.Client();
        Traffic traffic;
        await using (traffic = new Traffic(client, url, Prediction.Digit))
        {
            await MoreAsync(traffic);
            await happens(traffic);
            await MoreAsync(traffic);
        }

        output.WriteLine($"{traffic.Count} requests, of which {traffic.Failures.Count} failed");
        traffic.Failures.ShouldBeEmpty();
    }

    /// <summary>Names of all pods.</summary>
    public async Task<IReadOnlyList<string>> PodsAsync(CancellationToken cancellationToken) =>
        [.. (await Kubectl.ListAsync(Place.Name, "pods", cancellationToken)).Select(pod => pod.GetProperty("metadata").GetProperty("name").GetString()!)];

    /// <summary>Waits until other pods serve and none of those is left.</summary>
    public Task ReplacedAsync(IReadOnlyList<string> pods, CancellationToken cancellationToken) => Eventually.HoldsAsync(
        async () => await PodsAsync(cancellationToken) is { Count: > 0 } now && !now.Intersect(pods).Any() && await IsRolledOutAsync(cancellationToken),
        () => $"of {string.Join(", ", pods)} some are left",
        cancellationToken);

    public Task ReplicasAsync(int count, CancellationToken cancellationToken) => Eventually.HoldsAsync(
        async () => (await PodsAsync(cancellationToken)).Count == count && await IsRolledOutAsync(cancellationToken),
        () => $"there never were {count} pods",
        cancellationToken);

    public async ValueTask DisposeAsync()
    {
        relay.Dispose();
        await Place.DisposeAsync();
    }

    private static Task MoreAsync(Traffic traffic)
    {
        var enough = traffic.Count + 200;
        return Eventually.HoldsAsync(() => Task.FromResult(traffic.Count >= enough), () => "callers wait for answers", CancellationToken.None);
    }

    private async Task<bool> IsRolledOutAsync(CancellationToken cancellationToken) =>
        await Kubectl.FindAsync(Place.Name, "deployment", Deployment, cancellationToken) is { } deployment && Status.IsRolledOut(deployment);
}
