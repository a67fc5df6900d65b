using System.Globalization;
using Inference.EndToEnd.Nodes;
using Inference.Testing.S3;

namespace Inference.EndToEnd.Clusters;

/// <summary>A namespace of one test's own with the store's credentials in it; removed at the end.</summary>
internal sealed class TestNamespace : IAsyncDisposable
{
    private static int made;

    private TestNamespace(string name) => Name = name;

    public string Name { get; }

    public static async Task<TestNamespace> CreateAsync(CancellationToken cancellationToken)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"e2e-{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}-{Interlocked.Increment(ref made)}");
        var created = new TestNamespace(name);
        await Kubectl.ApplyAsync($$"""
            apiVersion: v1
            kind: Namespace
            metadata: { name: {{name}} }
            ---
            apiVersion: v1
            kind: Secret
            metadata: { name: inference-s3, namespace: {{name}} }
            stringData: { AWS_ACCESS_KEY_ID: {{S3Server.AccessKey}}, AWS_SECRET_ACCESS_KEY: {{S3Server.SecretKey}} }
            """, cancellationToken);
        return created;
    }

    public async ValueTask DisposeAsync() => await Kubectl.RunAsync(CancellationToken.None, "delete", "namespace", Name, "--wait=false");

    /// <summary>Applies a sample as it is, but for its namespace.</summary>
    /// <param name="sample">A folder of <c>manifests/samples</c>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="change">Of its text.</param>
    public Task ApplySampleAsync(string sample, CancellationToken cancellationToken, Func<string, string>? change = null)
    {
        var files = Directory.EnumerateFiles(Path.Combine(Repository.Root, "manifests", "samples", sample), "*.yaml").Order(StringComparer.Ordinal);
        var text = string.Join("\n---\n", files.Select(File.ReadAllText)).Replace("namespace: samples", $"namespace: {Name}", StringComparison.Ordinal);
        return Kubectl.ApplyAsync(change?.Invoke(text) ?? text, cancellationToken);
    }

    /// <summary>Waits until a manifest's status is of this state.</summary>
    public Task<System.Text.Json.JsonElement> UntilAsync(string kind, string name, string state, CancellationToken cancellationToken) =>
        Kubectl.UntilAsync(Name, kind, name, found => Status.Is(found, state), state, cancellationToken);

    /// <summary>The way to an API's URL, once it is served.</summary>
    public async Task<(Relay Relay, Uri Url)> ReachAsync(Node node, string api, CancellationToken cancellationToken)
    {
        var served = await UntilAsync("apicomponent", api, "ready", cancellationToken);
        var url = new Uri(Status.Text(served, "url").ShouldNotBeNull());
        return (await Relay.ToAsync(node, url), url);
    }
}
