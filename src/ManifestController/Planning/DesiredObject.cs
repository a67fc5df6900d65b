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
}
