using System.Text.Json.Nodes;

namespace ManifestController.Planning;

/// <summary>Labels and annotations of what this controller makes.</summary>
internal static class Labels
{
    public const string ManagedBy = "app.kubernetes.io/managed-by";
    public const string Controller = "inference-controller";

    /// <summary>On everything made for a component; pods are found by it.</summary>
    public const string Component = Kinds.Group + "/component";

    /// <summary>On everything made for an API: its Ingress, or the host of a file API.</summary>
    public const string Api = Kinds.Group + "/api";

    /// <summary>Annotation: a hash of what was applied last, so that a field that is no longer wanted is noticed.</summary>
    public const string Applied = Kinds.Group + "/applied";

    /// <summary>Annotation of pods: which version of the default store's credentials they were started with.</summary>
    public const string StoreCredentials = Kinds.Group + "/store-credentials";

    /// <summary>What all watches of made objects select.</summary>
    public const string Selector = $"{ManagedBy}={Controller}";

    public static JsonObject Of(string owner, string name) => new()
    {
        ["app.kubernetes.io/name"] = name,
        [ManagedBy] = Controller,
        [owner] = name,
    };

    public static JsonObject OfShared(string name) => new()
    {
        ["app.kubernetes.io/name"] = name,
        [ManagedBy] = Controller,
    };

    /// <summary>What pods are selected by; it can never change in the life of a Deployment.</summary>
    public static JsonObject Selecting(string owner, string name) => new() { [owner] = name };
}
