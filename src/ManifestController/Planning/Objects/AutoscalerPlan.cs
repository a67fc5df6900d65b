using System.Text.Json.Nodes;
using Inference.Cluster;
using Inference.Manifests;

namespace ManifestController.Planning.Objects;

/// <summary>
/// Between <c>minReplicas</c> and <c>maxReplicas</c>: by the requests in flight per pod where the manifest aims at a number (the metric <c>inference_in_flight</c> of the pods, for which the cluster needs a custom metrics adapter),
/// else by the use of CPU.
/// </summary>
internal static class AutoscalerPlan
{
    private const int AimedUtilization = 80;

    public static DesiredObject Plan(Owner owner, string name, ScalingSettings scaling, ResourceType type) => owner.Own(type, name, KeyValuePair.Create<string, JsonNode?>("spec", new JsonObject
    {
        ["scaleTargetRef"] = new JsonObject { ["apiVersion"] = Kinds.Deployment.ApiVersion, ["kind"] = Kinds.Deployment.Kind, ["name"] = name },
        ["minReplicas"] = scaling.MinReplicas,
        ["maxReplicas"] = scaling.MaxReplicas,
        ["metrics"] = new JsonArray(scaling.TargetConcurrency is { } target ? InFlight(target) : Cpu()),
    }));

    private static JsonObject InFlight(int target) => new()
    {
        ["type"] = "Pods",
        ["pods"] = new JsonObject
        {
            ["metric"] = new JsonObject { ["name"] = "inference_in_flight" },
            ["target"] = new JsonObject { ["type"] = "AverageValue", ["averageValue"] = Quantity.FromUnits(target).ToString() },
        },
    };

    private static JsonObject Cpu() => new()
    {
        ["type"] = "Resource",
        ["resource"] = new JsonObject
        {
            ["name"] = "cpu",
            ["target"] = new JsonObject { ["type"] = "Utilization", ["averageUtilization"] = AimedUtilization },
        },
    };
}
