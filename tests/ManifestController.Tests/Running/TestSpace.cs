using System.Text.Json;
using System.Text.Json.Nodes;
using Inference.Cluster;

namespace Inference.ManifestController.Tests.Running;

/// <summary>A namespace of one test.</summary>
public sealed class TestSpace(TestCluster cluster, string name)
{
    public string Name => name;

    public TestCluster Cluster => cluster;

    /// <summary>Starts a controller that looks after this namespace only, and whose Lease is in it.</summary>
    internal Task<ControllerProcess> StartControllerAsync(params string[] options) => ControllerProcess.StartAsync(
        ["--kubeconfig", cluster.ControllerKubeconfig, "--namespaces", name, "--lease-namespace", name, .. options]);

    /// <summary>An ONNX component with its box and its API.</summary>
    internal async Task ApplyDigitsAsync(string component = "digits", string timeout = "60s")
    {
        await cluster.ApplyAsync(Samples.Box(name, "models"));
        await cluster.ApplyAsync(Samples.Component(name, component, timeout));
        await cluster.ApplyAsync(Samples.Api(name, component));
    }

    internal async Task<ClusterObject?> FindAsync(ResourceType type, string itemName) =>
        (await cluster.Client.GetAsync(type, new ObjectName(name, itemName), CancellationToken.None)).TryGet(out var item, out _) ? item : null;

    internal async Task<IReadOnlyList<ClusterObject>> ListAsync(ResourceType type) =>
        (await cluster.Client.ListAsync(type, new ListScope { Namespace = name, LabelSelector = "app.kubernetes.io/managed-by=inference-controller" }, CancellationToken.None)).TryGet(out var list, out var error)
            ? list.Items
            : throw new InvalidOperationException(error.ToString());

    /// <summary>Waits until the object is there and is as asked.</summary>
    internal async Task<ClusterObject> UntilAsync(ResourceType type, string itemName, Func<JsonElement, bool> holds)
    {
        ClusterObject? last = null;
        await Condition.HoldsAsync(
            async () =>
            {
                last = await FindAsync(type, itemName);
                return last is not null && holds(last.Json);
            },
            () => $"{type.Kind} {itemName} is not as it should be: {last?.Json}");
        return last!;
    }

    internal Task<ClusterObject> UntilAsync(ResourceType type, string itemName) => UntilAsync(type, itemName, _ => true);

    internal Task UntilGoneAsync(ResourceType type, string itemName) => Condition.HoldsAsync(async () => await FindAsync(type, itemName) is null, () => $"{type.Kind} {itemName} is there still");

    internal Task<ClusterObject> UntilConditionAsync(ResourceType type, string itemName, string condition, string status) =>
        UntilAsync(type, itemName, json => Statuses.Condition(json, condition) is { } found && found.GetProperty("status").GetString() == status);

    /// <summary>Writes as another user would who takes fields over.</summary>
    internal async Task TakeOverAsync(ResourceType type, string itemName, JsonObject body)
    {
        body["apiVersion"] = type.ApiVersion;
        body["kind"] = type.Kind;
        body["metadata"] = new JsonObject { ["name"] = itemName, ["namespace"] = name };
        var answer = await cluster.Client.ApplyAsync(type, new ObjectName(name, itemName), body, new ApplyOptions("somebody-else", Force: true), CancellationToken.None);
        if (!answer.TryGet(out _, out var error))
            throw new InvalidOperationException(error.ToString());
    }
}
