using System.Globalization;
using System.Text.Json.Nodes;
using Inference.Manifests;
using ManifestController.Planning.Settings;

namespace ManifestController.Planning;

/// <summary>The container with our image: serves what the ConfigMap says, and alone sees the Secrets.</summary>
internal static class HostContainer
{
    public static JsonObject Plan(ServedSet served, PlanSettings settings)
    {
        var container = new JsonObject
        {
            ["name"] = HostPod.HostContainer,
            ["image"] = settings.HostImage,
            ["imagePullPolicy"] = settings.ImagePullPolicy,
            ["args"] = Arguments(served, settings),
            ["env"] = Environment(served, settings),
            ["ports"] = new JsonArray(Port(HostPod.PublicPortName, HostPod.PublicPort), Port(HostPod.GrpcPortName, HostPod.GrpcPort), Port(HostPod.InternalPortName, HostPod.InternalPort)),
            ["volumeMounts"] = Mounts(served, settings),
            ["startupProbe"] = Probe("/v2/health/live", period: 1, failures: 60),
            ["livenessProbe"] = Probe("/v2/health/live", period: 10, failures: 6),
            ["readinessProbe"] = Probe("/v2/health/ready", period: 1, failures: 2),
            ["lifecycle"] = new JsonObject { ["preStop"] = new JsonObject { ["exec"] = new JsonObject { ["command"] = new JsonArray("sleep", Number(HostPod.OutOfService)) } } },
            ["securityContext"] = HostPod.Confined(),
        };
        var resources = Resources.Of(IsPython(served) ? null : served.Component?.Manifest.Spec.Image);
        if (resources is not null)
            container["resources"] = resources;
        return container;
    }

    /// <summary>The longest that a request of this host may take.</summary>
    public static TimeSpan RequestTimeout(ServedSet served) =>
        served.Component?.Manifest.Spec.MlService.Inference.RequestTimeout.Value ?? TimeSpan.FromSeconds(60);

    public static bool IsPython(ServedSet served) => served.Component?.Manifest.Spec.MlService.Inference.EntryPoint.Form == EntryPointForm.Python;

    /// <summary>Boxes in the default store, for which the host needs its address and credentials.</summary>
    public static bool UsesStore(ServedSet served, PlanSettings settings) =>
        settings.Store is not null && settings.BoxDriver is null && served.Boxes.Any(box => box.Manifest.Spec.S3 is null);

    private static JsonArray Arguments(ServedSet served, PlanSettings settings)
    {
        var arguments = new JsonArray(
            "serve", HostPod.Manifests, "--data", HostPod.Data, "--secrets", HostPod.Secrets,
            "--bind", "0.0.0.0", "--public-port", Number(HostPod.PublicPort), "--internal-bind", "$(POD_IP)", "--internal-port", Number(HostPod.InternalPort), "--public-grpc-port", Number(HostPod.GrpcPort),
            "--drain-delay", $"{HostPod.DrainDelay}s", "--grace-period", $"{HostPod.GracePeriod(RequestTimeout(served))}s");
        if (UsesStore(served, settings))
            Add(arguments, "--s3-endpoint", settings.Store!.Endpoint, "--s3-bucket", settings.Store.Bucket, "--s3-region", settings.Store.Region);
        if (settings.Ingress?.BaseUrl is { } url)
            Add(arguments, "--public-url", url);
        if (settings.TrustedProxies.Length > 0)
            Add(arguments, "--trusted-proxies", settings.TrustedProxies);
        if (IsPython(served))
            Add(arguments, "--python-socket", HostPod.Socket);
        return arguments;
    }

    private static JsonArray Environment(ServedSet served, PlanSettings settings)
    {
        var environment = new JsonArray(new JsonObject
        {
            ["name"] = "POD_IP",
            ["valueFrom"] = new JsonObject { ["fieldRef"] = new JsonObject { ["apiVersion"] = "v1", ["fieldPath"] = "status.podIP" } },
        });
        if (!UsesStore(served, settings))
            return environment;
        environment.Add(FromSecret("AWS_ACCESS_KEY_ID", settings.Store!.CredentialsSecret, optional: false));
        environment.Add(FromSecret("AWS_SECRET_ACCESS_KEY", settings.Store.CredentialsSecret, optional: false));
        environment.Add(FromSecret("AWS_SESSION_TOKEN", settings.Store.CredentialsSecret, optional: true));
        return environment;
    }

    private static JsonObject FromSecret(string name, string secret, bool optional)
    {
        var key = new JsonObject { ["name"] = secret, ["key"] = name };
        if (optional)
            key["optional"] = true;
        return new JsonObject { ["name"] = name, ["valueFrom"] = new JsonObject { ["secretKeyRef"] = key } };
    }

    private static JsonArray Mounts(ServedSet served, PlanSettings settings)
    {
        var mounts = new JsonArray(
            HostPod.Mount("manifests", HostPod.Manifests, readOnly: true),
            HostPod.Mount("data", HostPod.Data),
            HostPod.Mount("work", HostPod.Work),
            HostPod.Mount("exchange", HostPod.Exchange),
            HostPod.Mount("host-tmp", "/tmp"));
        if (IsPython(served))
            mounts.Add(HostPod.Mount("run", HostPod.Run));
        foreach (var secret in UsedSecrets.Of(served))
            mounts.Add(HostPod.Mount(UsedSecrets.Volume(secret), $"{HostPod.Secrets}/{Namespace(served)}/{secret}", readOnly: true));
        foreach (var volume in BoxVolumes.Of(served, settings))
            mounts.Add(HostPod.Mount(volume.Name, volume.Path));
        return mounts;
    }

    private static string Namespace(ServedSet served) => served.Component?.Namespace ?? served.Apis[0].Namespace;

    private static JsonObject Port(string name, int port) => new() { ["name"] = name, ["containerPort"] = port, ["protocol"] = "TCP" };

    private static JsonObject Probe(string path, int period, int failures) => new()
    {
        ["httpGet"] = new JsonObject { ["path"] = path, ["port"] = HostPod.InternalPortName },
        ["periodSeconds"] = period,
        ["timeoutSeconds"] = 5,
        ["failureThreshold"] = failures,
    };

    private static void Add(JsonArray arguments, params ReadOnlySpan<string> added)
    {
        foreach (var argument in added)
            arguments.Add(argument);
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
