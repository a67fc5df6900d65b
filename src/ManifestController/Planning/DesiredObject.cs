using System.Text.Json.Nodes;
using Inference.Cluster;

namespace ManifestController.Planning;

/// <summary>One object that the cluster is to have.</summary>
/// <param name="Type">What it is.</param>
/// <param name="Namespace">Where.</param>
/// <param name="Name">Unique among its type and namespace.</param>
/// <param name="Body">All that is ours in it, with <c>apiVersion</c>, <c>kind</c> and <c>metadata</c>. Not changed any more.</param>
internal sealed record DesiredObject(ResourceType Type, string Namespace, string Name, JsonObject Body)
{
    public ObjectName Id => new(Namespace, Name);

    /// <summary>It is made for several manifests and owned by none of them.</summary>
    public bool IsShared { get; private init; }

    /// <summary>An object of ours that several manifests need, but for what is particular to its type.</summary>
    public static DesiredObject Shared(ResourceType type, string @namespace, string name) => new(type, @namespace, name, new JsonObject
    {
        ["apiVersion"] = type.ApiVersion,
        ["kind"] = type.Kind,
        ["metadata"] = new JsonObject
        {
            ["name"] = name,
            ["namespace"] = @namespace,
            ["labels"] = Labels.OfShared(name),
        },
    })
    {
        IsShared = true,
    };
}
