using System.Text.Json;
using System.Text.Json.Nodes;
using Inference.Cluster;
using Inference.Testing;
using Inference.Testing.Clusters;

namespace Inference.Manifests.Tests.Agreement;

/// <summary>A real API server with the definitions of manifests/crds.</summary>
public sealed class KindServer : IAsyncLifetime
{
    private const string Group = "unified-platform.cs.hse.ru";
    private static readonly ResourceType s_namespaces = new("", "v1", "namespaces", "Namespace", IsNamespaced: false);

    private static readonly ResourceType[] s_kinds =
    [
        new(Group, "v1", "mlcomponents", "MLComponent"), new(Group, "v1", "apicomponents", "APIComponent"), new(Group, "v1", "databoxes", "DataBox"),
    ];

    private ControlPlane? _controlPlane;
    private ClusterClient? _client;

    /// <summary>Skips the test where there is none.</summary>
    public ControlPlane ControlPlane
    {
        get
        {
            Assert.SkipWhen(_controlPlane is null, ControlPlane.Missing ?? "it did not start");
            return _controlPlane!;
        }
    }

    private ClusterClient Client => ControlPlane is null ? null! : _client!;

    public async ValueTask InitializeAsync()
    {
        if (ControlPlane.Missing is not null)
            return;
        var stop = TestContext.Current.CancellationToken;
        _controlPlane = await ControlPlane.StartAsync(stop);
        await _controlPlane.KubectlAsync(stop, "apply", "-k", Path.Combine(AppContext.BaseDirectory, "CustomResources"));
        var (config, problem) = ClusterConfig.FromKubeconfig(_controlPlane.Kubeconfig);
        _client = new ClusterClient(config.ShouldNotBeNull(problem), TimeProvider.System);
        foreach (var kind in s_kinds)
            await Condition.HoldsAsync(async () => (await _client.ListAsync(kind, ListScope.All, stop)).Error is null, () => $"{kind} are not served");
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_controlPlane is not null)
            await _controlPlane.DisposeAsync();
    }

    /// <summary>The object as the server stores it, or why it does not. It is removed again at once.</summary>
    public async Task<(JsonElement? Stored, string? Refusal)> OfferAsync(JsonElement manifest)
    {
        var stop = TestContext.Current.CancellationToken;
        var body = JsonObject.Create(manifest)!;
        if (s_kinds.FirstOrDefault(kind => kind.Kind == Text(body, "kind") && kind.ApiVersion == Text(body, "apiVersion")) is not { } type)
            return (null, "the server has no such kind");
        // as kubectl does
        var @namespace = body["metadata"] is JsonObject metadata && metadata["namespace"] is JsonValue name ? name.ToString() : "default";
        await CreateNamespaceAsync(@namespace);
        var created = await Client.CreateAsync(type, @namespace, body, stop);
        if (!created.TryGet(out var stored, out var error))
            return (null, $"{error.Code} {error}");
        (await Client.DeleteAsync(type, stored.Id, new DeleteOptions(), stop)).Error.ShouldBeNull();
        return (stored.Json, null);
    }

    /// <summary>Keeps the object.</summary>
    public async Task CreateAsync(string manifest, string @namespace)
    {
        await CreateNamespaceAsync(@namespace);
        var body = JsonObject.Create(ManifestJson.Convert(manifest).ShouldHaveSingleItem())!;
        (await Client.CreateAsync(s_kinds.First(kind => kind.Kind == Text(body, "kind")), @namespace, body, TestContext.Current.CancellationToken)).Error.ShouldBeNull();
    }

    private async Task CreateNamespaceAsync(string name)
        => await Client.CreateAsync(
            s_namespaces, "", new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = name } }, TestContext.Current.CancellationToken);

    private static string? Text(JsonObject body, string name) => (body[name] as JsonValue)?.ToString();
}
