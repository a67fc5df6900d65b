using System.Text.Json;
using Inference.Cluster;
using ManifestController.Planning;
using ManifestController.Watching;

namespace ManifestController.Pods;

/// <summary>Reads a pod's status as somebody would who looks for what is wrong.</summary>
internal static class PodDiagnosis
{
    /// <summary>Null where nothing is known to be wrong: it may only be starting.</summary>
    public static PodProblem? Of(ClusterObject pod) => Unscheduled(pod)
        ?? Evicted(pod)
        ?? Containers(pod, "initContainerStatuses").Concat(Containers(pod, "containerStatuses")).Select(container => Of(container, pod)).FirstOrDefault(problem => problem is not null);

    private static IEnumerable<JsonElement> Containers(ClusterObject pod, string list) => RawFields.Items(pod.Json, "status", list);

    private static PodProblem? Unscheduled(ClusterObject pod) =>
        PodFields.Condition(pod, "PodScheduled") is { } scheduled && RawFields.Text(scheduled, "status") == "False"
            ? new PodProblem("Unschedulable", $"no node takes the pod: {RawFields.Text(scheduled, "message")}: ask for less (spec.image.resourceRequests), or add nodes") { IsWaiting = true }
            : null;

    private static PodProblem? Evicted(ClusterObject pod) => RawFields.Text(pod.Json, "status", "phase") == "Failed"
        ? new PodProblem(RawFields.Text(pod.Json, "status", "reason") ?? "PodFailed", $"the pod was ended: {RawFields.Text(pod.Json, "status", "message") ?? "the cluster does not say why"}")
        : null;

    private static PodProblem? Of(JsonElement container, ClusterObject pod)
    {
        var name = RawFields.Text(container, "name") ?? "";
        var image = RawFields.Text(container, "image") ?? "";
        if (RawFields.Find(container, "state", "waiting") is not { } waiting)
            return null;
        var message = RawFields.Text(waiting, "message") ?? "";
        return RawFields.Text(waiting, "reason") switch
        {
            "ErrImagePull" or "ImagePullBackOff" or "RegistryUnavailable" => new PodProblem("ImagePull", $"the image {image} of container {name} cannot be pulled{Because(message)}: check its name, and that the registry lets this cluster in"),
            "InvalidImageName" => new PodProblem("ImagePull", $"'{image}' is no name of an image: mend {Field(name)}"),
            "ErrImageNeverPull" => new PodProblem("ImagePull", $"the image {image} of container {name} is not on the node, and its pull policy forbids to fetch it"),
            "CreateContainerConfigError" => new PodProblem("ContainerConfig", $"container {name} cannot be made{Because(message)}: what it names must be in namespace {pod.Namespace}") { IsWaiting = true },
            "CreateContainerError" or "RunContainerError" => new PodProblem("ContainerStart", Start(name, message)),
            "CrashLoopBackOff" => new PodProblem("Crash", Crash(container, name)),
            _ => null,
        };
    }

    private static string Start(string name, string message) => name == HostPod.AdapterContainer
        ? $"container {name} cannot be started{Because(message)}: the image of a Python component must have python3 (3.9 or later) on its PATH"
        : $"container {name} cannot be started{Because(message)}";

    private static string Crash(JsonElement container, string name)
    {
        if (RawFields.Find(container, "lastState", "terminated") is not { } end)
            return $"container {name} ends again and again";
        if (RawFields.Text(end, "reason") == "OOMKilled")
            return $"container {name} ends again and again: it used more memory than its limit: raise spec.image.resourceLimits.memory";
        var message = RawFields.Text(end, "message") ?? "";
        return $"container {name} ends again and again, last with code {RawFields.Number(end, "exitCode")}{Because(message)}: its log says more (kubectl logs --previous -c {name})";
    }

    private static string Field(string container) => container == HostPod.AdapterContainer ? "spec.image.existingImageName" : "the controller's --host-image";

    private static string Because(string message) => message.Length == 0 ? "" : $" ({message.Trim()})";
}
