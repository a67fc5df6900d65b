using Inference.Cluster;

namespace ManifestController;

/// <summary>The resources this controller reads and writes.</summary>
internal static class Kinds
{
    public const string Group = "unified-platform.cs.hse.ru";

    public static readonly ResourceType Component = new(Group, "v1", "mlcomponents", "MLComponent");
    public static readonly ResourceType Api = new(Group, "v1", "apicomponents", "APIComponent");
    public static readonly ResourceType Box = new(Group, "v1", "databoxes", "DataBox");

    public static readonly ResourceType Pod = new("", "v1", "pods", "Pod");
    public static readonly ResourceType Secret = new("", "v1", "secrets", "Secret");
    public static readonly ResourceType ConfigMap = new("", "v1", "configmaps", "ConfigMap");
    public static readonly ResourceType Service = new("", "v1", "services", "Service");
    public static readonly ResourceType ServiceAccount = new("", "v1", "serviceaccounts", "ServiceAccount");
    public static readonly ResourceType Deployment = new("apps", "v1", "deployments", "Deployment");
    public static readonly ResourceType ReplicaSet = new("apps", "v1", "replicasets", "ReplicaSet");
    public static readonly ResourceType NetworkPolicy = new("networking.k8s.io", "v1", "networkpolicies", "NetworkPolicy");
    public static readonly ResourceType Ingress = new("networking.k8s.io", "v1", "ingresses", "Ingress");

    /// <summary>The newest first: the first that the cluster serves is used.</summary>
    public static readonly IReadOnlyList<ResourceType> Autoscalers =
    [
        new("autoscaling", "v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler"),
        new("autoscaling", "v2beta2", "horizontalpodautoscalers", "HorizontalPodAutoscaler"),
    ];

    /// <inheritdoc cref="Autoscalers"/>
    public static readonly IReadOnlyList<ResourceType> DisruptionBudgets =
    [
        new("policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget"),
        new("policy", "v1beta1", "poddisruptionbudgets", "PodDisruptionBudget"),
    ];
}
