using System.Text.Json.Nodes;
using Inference.Manifests;

namespace ManifestController.Planning;

/// <summary>Requests and limits of a container, from the manifest.</summary>
internal static class Resources
{
    /// <summary>Null where the manifest says nothing. Amounts are written in their shortest form, as the cluster keeps them.</summary>
    public static JsonObject? Of(ImageSettings? image)
    {
        var resources = new JsonObject();
        if (Amounts(image?.ResourceRequests) is { } requests)
            resources["requests"] = requests;
        if (Amounts(image?.ResourceLimits) is { } limits)
            resources["limits"] = limits;
        return resources.Count == 0 ? null : resources;
    }

    private static JsonObject? Amounts(ResourceAmounts? amounts)
    {
        var named = new JsonObject();
        if (amounts?.Cpu is { } cpu)
            named["cpu"] = cpu.ToString();
        if (amounts?.Memory is { } memory)
            named["memory"] = memory.ToString();
        return named.Count == 0 ? null : named;
    }
}
