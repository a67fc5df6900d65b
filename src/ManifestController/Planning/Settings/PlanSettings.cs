using Inference.Cluster;

namespace ManifestController.Planning.Settings;

/// <summary>What planning must know beside the manifests. Immutable; from the controller's options and what the cluster serves.</summary>
internal sealed record PlanSettings
{
    public required string HostImage { get; init; }

    /// <summary>Of the host's image: <c>IfNotPresent</c>, <c>Always</c> or <c>Never</c>.</summary>
    public string ImagePullPolicy { get; init; } = "IfNotPresent";

    /// <summary>Secrets of each component's namespace that its images are pulled with.</summary>
    public IReadOnlyList<string> ImagePullSecrets { get; init; } = [];

    /// <summary>The store of boxes with <c>s3DefaultStorage</c>; null where there is none.</summary>
    public StoreSettings? Store { get; init; }

    /// <summary>Null where no Ingress is wanted.</summary>
    public IngressSettings? Ingress { get; init; } = new();

    /// <summary>Networks whose word on callers the hosts take, as <c>--trusted-proxies</c> of the host has them; empty for none.</summary>
    public string TrustedProxies { get; init; } = "";

    /// <summary>Whom all containers run as.</summary>
    public RunAs RunAs { get; init; } = new(10001, 10001);

    /// <summary>Mounts boxes by a CSI driver; null where the host itself fetches them.</summary>
    public BoxDriver? BoxDriver { get; init; }

    /// <summary>The version of HorizontalPodAutoscaler that the cluster serves.</summary>
    public ResourceType Autoscaler { get; init; } = Kinds.Autoscalers[0];

    /// <summary>The version of PodDisruptionBudget that the cluster serves.</summary>
    public ResourceType DisruptionBudget { get; init; } = Kinds.DisruptionBudgets[0];
}
