using System.Text.Json.Nodes;
using Inference.Testing.Clusters;

[assembly: AssemblyFixture(typeof(Inference.Cluster.Tests.TestCluster))]

namespace Inference.Cluster.Tests;

/// <summary>The control plane of this assembly; tests have namespaces of their own.</summary>
public sealed class TestCluster : IAsyncLifetime
{
    public static readonly ResourceType Namespaces = new("", "v1", "namespaces", "Namespace", IsNamespaced: false);
    public static readonly ResourceType ConfigMaps = new("", "v1", "configmaps", "ConfigMap");
    public static readonly ResourceType Deployments = new("apps", "v1", "deployments", "Deployment");

    private ControlPlane? controlPlane;
    private ClusterClient? client;

    /// <summary>Skips the test where there is none.</summary>
    public ControlPlane ControlPlane
    {
        get
        {
            Assert.SkipWhen(controlPlane is null, ControlPlane.Missing ?? "it did not start");
            return controlPlane!;
        }
    }

    public ClusterConfig Config => Read(ControlPlane.Kubeconfig);

    /// <summary>As a user who may do everything.</summary>
    public ClusterClient Client => ControlPlane is null ? null! : client!;

    public static ClusterConfig Read(string kubeconfig)
    {
        var (config, problem) = ClusterConfig.FromKubeconfig(kubeconfig);
        problem.ShouldBeNull();
        return config!;
    }

    public static JsonObject ConfigMap(string name, string key = "k", string value = "v") => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ConfigMap",
        ["metadata"] = new JsonObject { ["name"] = name },
        ["data"] = new JsonObject { [key] = value },
    };

    public async ValueTask InitializeAsync()
    {
        if (ControlPlane.Missing is not null)
            return;
        controlPlane = await ControlPlane.StartAsync(TestContext.Current.CancellationToken);
        client = new ClusterClient(Config, TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        client?.Dispose();
        if (controlPlane is not null)
            await controlPlane.DisposeAsync();
    }

    /// <summary>The name of a new namespace.</summary>
    public async Task<string> NewNamespaceAsync()
    {
        var name = $"t-{Guid.NewGuid():N}";
        var body = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = name } };
        (await Client.CreateAsync(Namespaces, "", body, TestContext.Current.CancellationToken)).Error.ShouldBeNull();
        return name;
    }
}
