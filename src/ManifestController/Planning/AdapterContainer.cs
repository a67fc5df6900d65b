using System.Text.Json.Nodes;
using Inference.Manifests;
using ManifestController.Planning.Settings;

namespace ManifestController.Planning;

/// <summary>
/// The container with the user's image, where the user's Python function runs, and the init container that puts our worker into it. It sees the model, the folders of requests and the socket, and nothing of the
/// host's: no Secret, no manifest, no credentials.
/// </summary>
internal static class AdapterContainer
{
    private const string Home = "HOME";

    public static JsonObject Plan(MLComponent component)
    {
        var container = new JsonObject
        {
            ["name"] = HostPod.AdapterContainer,
            ["image"] = component.Spec.Image!.ExistingImageName,
            ["command"] = new JsonArray("python3", $"{HostPod.Worker}/launcher.py", HostPod.Socket),
            ["env"] = new JsonArray(Variable("PYTHONDONTWRITEBYTECODE", "1"), Variable("PYTHONUNBUFFERED", "1"), Variable(Home, "/tmp")),
            ["volumeMounts"] = Mounts(component),
            ["securityContext"] = HostPod.Confined(),
        };
        if (Resources.Of(component.Spec.Image) is { } resources)
            container["resources"] = resources;
        return container;
    }

    public static JsonObject PlanWorker(PlanSettings settings) => new()
    {
        ["name"] = HostPod.WorkerContainer,
        ["image"] = settings.HostImage,
        ["imagePullPolicy"] = settings.ImagePullPolicy,
        ["command"] = new JsonArray("cp", "/app/worker.py", "/app/launcher.py", HostPod.Worker),
        ["volumeMounts"] = new JsonArray(HostPod.Mount("worker", HostPod.Worker)),
        ["securityContext"] = HostPod.Confined(),
    };

    /// <summary>Where functions may write besides: a folder of the manifest's own, which exists in the user's image or not.</summary>
    public static string? ScratchPath(MLComponent component) => component.Spec.MlService.Inference.FileExchange?.InferenceFilesPath.Value;

    private static JsonArray Mounts(MLComponent component)
    {
        var mounts = new JsonArray(
            HostPod.Mount("worker", HostPod.Worker, readOnly: true),
            HostPod.Mount("run", HostPod.Run),
            HostPod.Mount("work", HostPod.Work, readOnly: true),
            HostPod.Mount("exchange", HostPod.Exchange),
            HostPod.Mount("adapter-tmp", "/tmp"));
        if (ScratchPath(component) is { } scratch)
            mounts.Add(HostPod.Mount("scratch", scratch));
        return mounts;
    }

    private static JsonObject Variable(string name, string value) => new() { ["name"] = name, ["value"] = value };
}
