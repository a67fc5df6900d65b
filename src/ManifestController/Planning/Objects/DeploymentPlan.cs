using System.Text.Json.Nodes;
using ManifestController.Planning.Settings;

namespace ManifestController.Planning.Objects;

/// <summary>The Deployment: a new pod is ready before an old one goes.</summary>
internal static class DeploymentPlan
{
    public static DesiredObject Plan(Owner owner, string name, string configMap, ServedSet served, PlanSettings settings)
    {
        var spec = new JsonObject
        {
            ["revisionHistoryLimit"] = 2,
            ["selector"] = new JsonObject { ["matchLabels"] = Labels.Selecting(owner.Label, owner.Name) },
            ["strategy"] = new JsonObject
            {
                ["type"] = "RollingUpdate",
                ["rollingUpdate"] = new JsonObject { ["maxSurge"] = 1, ["maxUnavailable"] = 0 },
            },
            ["template"] = PodPlan.Plan(owner, name, configMap, served, settings),
        };
        var scaling = served.Component?.Manifest.Spec.Scaling;

        // where an autoscaler decides, the number of pods is its own
        if (!Scaling.IsAutomatic(scaling))
            spec["replicas"] = scaling?.MinReplicas ?? 1;
        return owner.Own(Kinds.Deployment, name, KeyValuePair.Create<string, JsonNode?>("spec", spec));
    }
}
