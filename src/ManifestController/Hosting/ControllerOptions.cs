using ManifestController.Planning.Settings;

namespace ManifestController.Hosting;

/// <summary>What <c>run</c> was told, checked.</summary>
internal sealed record ControllerOptions
{
    /// <summary>What is planned with; what the cluster serves is put in later.</summary>
    public required PlanSettings Plan { get; init; }

    /// <summary>Null for the pod's own account.</summary>
    public string? Kubeconfig { get; init; }

    /// <summary>The namespaces that are looked after; none for all.</summary>
    public IReadOnlyList<string> Namespaces { get; init; } = [];

    /// <summary>Where the Lease is by which replicas agree on who acts; null for the namespace of the pod, or of the kubeconfig.</summary>
    public string? LeaseNamespace { get; init; }

    /// <summary>How often a pod that is ready is asked how its manifests are.</summary>
    public TimeSpan PodPoll { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Port of health and metrics; 0 for any free one.</summary>
    public int HttpPort { get; init; } = 8081;
}
