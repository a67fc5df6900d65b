using System.Text.Json.Nodes;
using Inference.Cluster;

namespace ManifestController.Planning.Objects;

/// <summary>One pod at a time may be moved away by the cluster's keepers.</summary>
internal static class DisruptionBudgetPlan
{
    public static DesiredObject Plan(Owner owner, string name, ResourceType type) => owner.Own(type, name, KeyValuePair.Create<string, JsonNode?>("spec", new JsonObject
    {
        ["maxUnavailable"] = 1,
        ["selector"] = new JsonObject { ["matchLabels"] = Labels.Selecting(owner.Label, owner.Name) },
    }));
}
