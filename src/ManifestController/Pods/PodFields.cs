using System.Net;
using System.Text.Json;
using Inference.Cluster;
using ManifestController.Planning;
using ManifestController.Watching;

namespace ManifestController.Pods;

/// <summary>What the cluster says of a pod.</summary>
internal static class PodFields
{
    public static bool IsReady(ClusterObject pod) => Condition(pod, "Ready") is { } ready && RawFields.Text(ready, "status") == "True";

    public static bool IsLeaving(ClusterObject pod) => pod.DeletionTimestamp is not null;

    /// <summary>Its host can be asked.</summary>
    public static bool IsReachable(ClusterObject pod) => !IsLeaving(pod) && RawFields.Text(pod.Json, "status", "phase") == "Running" && IPAddress.TryParse(Address(pod), out _);

    public static Uri StatusUrl(ClusterObject pod) => new($"http://{new IPEndPoint(IPAddress.Parse(Address(pod)!), HostPod.InternalPort)}/status");

    public static JsonElement? Condition(ClusterObject pod, string type)
    {
        foreach (var condition in RawFields.Items(pod.Json, "status", "conditions"))
        {
            if (RawFields.Text(condition, "type") == type)
                return condition;
        }

        return null;
    }

    /// <summary>The ConfigMap whose manifests its host reads.</summary>
    public static string? ManifestsOf(JsonElement podSpec) => RawFields.Items(podSpec, "volumes")
        .Where(volume => RawFields.Text(volume, "name") == "manifests")
        .Select(volume => RawFields.Text(volume, "configMap", "name"))
        .FirstOrDefault();

    private static string? Address(ClusterObject pod) => RawFields.Text(pod.Json, "status", "podIP");
}
