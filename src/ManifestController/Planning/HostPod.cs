using System.Text.Json.Nodes;

namespace ManifestController.Planning;

/// <summary>Where things are in a pod, and what its containers are called.</summary>
internal static class HostPod
{
    public const string HostContainer = "host";
    public const string AdapterContainer = "adapter";
    public const string WorkerContainer = "worker";
    public const int PublicPort = 8080;
    public const int InternalPort = 8081;
    public const int GrpcPort = 8083;
    public const string PublicPortName = "http";
    public const string GrpcPortName = "grpc";
    public const string InternalPortName = "internal";

    public const string Manifests = "/etc/inference/manifests";
    public const string Secrets = "/etc/inference/secrets";
    public const string Data = "/var/lib/inference";
    public const string Work = Data + "/work";
    public const string Exchange = Data + "/exchange";
    public const string Run = "/run/inference";
    public const string Socket = Run + "/python.sock";
    public const string Worker = "/opt/inference";

    /// <summary>Seconds between a pod's being taken out of service and its host's being told to stop: until then new connections may still come.</summary>
    public const int OutOfService = 3;

    /// <summary>Seconds for which a host that was told to stop goes on serving kept connections, asking each to close.</summary>
    public const int DrainDelay = 5;

    private const int ShortestGrace = 25;
    private const int LongestGrace = 600;

    // what is left for unloading once the last request is answered
    private const int Unloading = 10;

    /// <summary>Seconds for the requests in hand: as long as one may take.</summary>
    public static int GracePeriod(TimeSpan requestTimeout) => Math.Clamp((int)Math.Ceiling(requestTimeout.TotalSeconds), ShortestGrace, LongestGrace);

    /// <summary>Seconds until a pod is killed: all of the above, one after the other.</summary>
    public static int TerminationPeriod(int gracePeriod) => OutOfService + DrainDelay + gracePeriod + Unloading;

    /// <summary>What any container of ours may not do.</summary>
    public static JsonObject Confined() => new()
    {
        ["allowPrivilegeEscalation"] = false,
        ["readOnlyRootFilesystem"] = true,
        ["capabilities"] = new JsonObject { ["drop"] = new JsonArray("ALL") },
    };

    public static JsonObject Mount(string volume, string path, bool readOnly = false)
    {
        var mount = new JsonObject { ["name"] = volume, ["mountPath"] = path };
        if (readOnly)
            mount["readOnly"] = true;
        return mount;
    }

    /// <summary>A folder that goes with the pod.</summary>
    public static JsonObject EmptyVolume(string name) => new() { ["name"] = name, ["emptyDir"] = new JsonObject() };
}
