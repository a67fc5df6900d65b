using System.Text.Json;

namespace Inference.EndToEnd.Clusters;

/// <summary>Reads what objects say of themselves.</summary>
internal static class Status
{
    /// <summary>A text below <c>status</c>; null where there is none.</summary>
    public static string? Text(JsonElement found, string field) =>
        found.TryGetProperty("status", out var status) && status.TryGetProperty(field, out var value) ? value.ToString() : null;

    /// <summary>All of it, for people.</summary>
    public static string Whole(JsonElement found) => found.TryGetProperty("status", out var status) ? $"{status} of generation {Generation(found)}" : "without a status";

    /// <summary>Whether the status is of the object as it is now, and says this state.</summary>
    public static bool Is(JsonElement found, string state) => Text(found, "state") == state && Text(found, "observedGeneration") == Generation(found);

    public static string Generation(JsonElement found) => found.GetProperty("metadata").GetProperty("generation").ToString();

    public static string Uid(JsonElement found) => found.GetProperty("metadata").GetProperty("uid").GetString()!;

    public static string ResourceVersion(JsonElement found) => found.GetProperty("metadata").GetProperty("resourceVersion").GetString()!;

    /// <summary>Whether all replicas of a Deployment as it is now are available, and no others are left.</summary>
    public static bool IsRolledOut(JsonElement deployment)
    {
        var wanted = deployment.GetProperty("spec").GetProperty("replicas").ToString();
        return Text(deployment, "observedGeneration") == Generation(deployment)
            && Text(deployment, "updatedReplicas") == wanted && Text(deployment, "availableReplicas") == wanted && Text(deployment, "replicas") == wanted;
    }
}
