using System.Text.Json;
using System.Text.Json.Nodes;
using Inference.Cluster;
using ManifestController.Watching;

namespace ManifestController.Reporting;

/// <summary>A status as the cluster keeps it.</summary>
internal static class StatusBody
{
    private const int LongestMessage = 4096;

    /// <summary>The whole object to apply; null where the manifest says all of it already.</summary>
    public static JsonObject? Write(ClusterObject manifest, ResourceType type, ManifestStatus status, DateTimeOffset now)
    {
        var before = RawFields.Find(manifest.Json, "status");
        var body = new JsonObject { ["observedGeneration"] = manifest.Generation, ["state"] = status.State };
        Add(body, "message", status.Message.Length == 0 ? null : Cut(status.Message));
        Add(body, "url", status.Url);
        Add(body, "model", status.Model);
        Add(body, "replicas", status.Replicas);
        Add(body, "readyReplicas", status.ReadyReplicas);
        body["conditions"] = new JsonArray([.. status.Conditions.Select(condition => Write(condition, before, manifest.Generation, now))]);
        if (before is { } known && JsonElement.DeepEquals(JsonSerializer.SerializeToElement(body), known))
            return null;
        return new JsonObject
        {
            ["apiVersion"] = type.ApiVersion,
            ["kind"] = type.Kind,
            ["metadata"] = new JsonObject { ["name"] = manifest.Name, ["namespace"] = manifest.Namespace },
            ["status"] = body,
        };
    }

    /// <summary>Whether the manifest has a status already.</summary>
    public static bool IsWritten(ClusterObject manifest) => RawFields.Find(manifest.Json, "status", "conditions") is not null;

    /// <summary>The conditions that say something else than the manifest's status does.</summary>
    public static IEnumerable<ManifestCondition> Changed(ClusterObject manifest, ManifestStatus status)
    {
        var before = RawFields.Find(manifest.Json, "status");
        return status.Conditions.Where(condition => Find(before, condition.Type) is not { } known
            || RawFields.Text(known, "status") != condition.StatusText || RawFields.Text(known, "reason") != condition.Reason);
    }

    // the time is that of the last change of status, as all of Kubernetes has it
    private static JsonObject Write(ManifestCondition condition, JsonElement? before, long generation, DateTimeOffset now)
    {
        var known = Find(before, condition.Type);
        var isSame = known is { } there && RawFields.Text(there, "status") == condition.StatusText;
        var body = new JsonObject
        {
            ["type"] = condition.Type,
            ["status"] = condition.StatusText,
            ["reason"] = condition.Reason,
            ["lastTransitionTime"] = isSame && RawFields.Text(known!.Value, "lastTransitionTime") is { } time ? time : now.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"),
            ["observedGeneration"] = generation,
        };

        // some builds of Kubernetes 1.20 take an empty text for a null
        Add(body, "message", condition.Message.Length == 0 ? null : Cut(condition.Message));
        return body;
    }

    private static JsonElement? Find(JsonElement? status, string type)
    {
        if (status is not { } known)
            return null;
        foreach (var condition in RawFields.Items(known, "conditions"))
        {
            if (RawFields.Text(condition, "type") == type)
                return condition;
        }

        return null;
    }

    private static string Cut(string text) => text.Length <= LongestMessage ? text : text[..LongestMessage] + "…";

    private static void Add<T>(JsonObject body, string name, T? value)
    {
        if (value is not null)
            body[name] = JsonValue.Create(value);
    }
}
