using System.Text.Json.Nodes;
using ManifestController.Planning.Settings;

namespace ManifestController.Planning.Objects;

/// <summary>The pods of a Deployment.</summary>
internal static class PodPlan
{
    public static JsonObject Plan(Owner owner, string name, string configMap, ServedSet served, PlanSettings settings)
    {
        var containers = new JsonArray(HostContainer.Plan(served, settings));
        var spec = new JsonObject
        {
            ["serviceAccountName"] = ServiceAccountPlan.Name,
            ["automountServiceAccountToken"] = false,
            ["enableServiceLinks"] = false,
            ["terminationGracePeriodSeconds"] = HostPod.TerminationPeriod(HostPod.GracePeriod(HostContainer.RequestTimeout(served))),
            ["securityContext"] = Security(settings.RunAs),
            ["containers"] = containers,
            ["volumes"] = Volumes(configMap, served, settings),
        };
        if (HostContainer.IsPython(served))
        {
            containers.Add(AdapterContainer.Plan(served.Component!.Manifest));
            spec["initContainers"] = new JsonArray(AdapterContainer.PlanWorker(settings));
        }

        var metadata = new JsonObject { ["labels"] = Labels.Of(owner.Label, owner.Name), ["annotations"] = Annotations(served, settings) };
        return new JsonObject { ["metadata"] = metadata, ["spec"] = spec };
    }

    private static JsonObject Annotations(ServedSet served, PlanSettings settings)
    {
        var annotations = new JsonObject
        {
            ["prometheus.io/scrape"] = "true",
            ["prometheus.io/port"] = $"{HostPod.InternalPort}",
            ["prometheus.io/path"] = "/metrics",
            ["kubectl.kubernetes.io/default-container"] = HostPod.HostContainer,
        };

        // variables of a container do not follow their Secret: new credentials are new pods
        if (HostContainer.UsesStore(served, settings) && served.StoreCredentialsVersion is { } version)
            annotations[Labels.StoreCredentials] = version;
        return annotations;
    }

    private static JsonObject Security(RunAs runAs) => new()
    {
        ["runAsNonRoot"] = true,
        ["runAsUser"] = runAs.User,
        ["runAsGroup"] = runAs.Group,
        ["fsGroup"] = runAs.Group,
        ["seccompProfile"] = new JsonObject { ["type"] = "RuntimeDefault" },
    };

    private static JsonArray Volumes(string configMap, ServedSet served, PlanSettings settings)
    {
        var volumes = new JsonArray(
            new JsonObject { ["name"] = "manifests", ["configMap"] = new JsonObject { ["name"] = configMap } },
            HostPod.EmptyVolume("data"),
            HostPod.EmptyVolume("work"),
            HostPod.EmptyVolume("exchange"),
            HostPod.EmptyVolume("host-tmp"));
        if (HostContainer.IsPython(served))
            AddAdapters(volumes, served);
        foreach (var secret in UsedSecrets.Of(served))
            volumes.Add(UsedSecrets.VolumeOf(secret));
        foreach (var volume in BoxVolumes.Of(served, settings))
            volumes.Add(volume.Volume);
        return volumes;
    }

    private static void AddAdapters(JsonArray volumes, ServedSet served)
    {
        // the exchange: a socket through which memory without a name is handed over, on no disk
        volumes.Add(new JsonObject { ["name"] = "run", ["emptyDir"] = new JsonObject { ["medium"] = "Memory", ["sizeLimit"] = "16Mi" } });
        volumes.Add(HostPod.EmptyVolume("worker"));
        volumes.Add(HostPod.EmptyVolume("adapter-tmp"));
        if (AdapterContainer.ScratchPath(served.Component!.Manifest) is not null)
            volumes.Add(HostPod.EmptyVolume("scratch"));
    }
}
