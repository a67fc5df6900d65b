using System.Text.Json;
using System.Text.Json.Nodes;

namespace ManifestController.Applying;

/// <summary>
/// Whether an object still has all that we want of it. What others added, or the cluster filled in, is not looked at: server-side apply leaves it alone too.
/// </summary>
internal static class Drift
{
    // lists whose items server-side apply tells apart by a field; all others are compared item by item
    private static readonly Dictionary<string, string> Keys = new()
    {
        ["containers"] = "name",
        ["initContainers"] = "name",
        ["volumes"] = "name",
        ["env"] = "name",
        ["imagePullSecrets"] = "name",
        ["volumeMounts"] = "mountPath",
        ["ownerReferences"] = "uid",
    };

    /// <summary>The path of the first field that is not as desired; null where all is.</summary>
    public static string? Find(JsonObject desired, JsonElement actual) => Find(desired, actual, "", "");

    private static string? Find(JsonNode? desired, JsonElement actual, string name, string path) => desired switch
    {
        null => actual.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? null : path,
        JsonObject fields => actual.ValueKind == JsonValueKind.Object ? FindInFields(fields, actual, path) : path,
        JsonArray items => actual.ValueKind == JsonValueKind.Array ? FindInItems(items, actual, name, path) : path,
        _ => IsSame((JsonValue)desired, actual) ? null : path,
    };

    private static string? FindInFields(JsonObject desired, JsonElement actual, string path)
    {
        foreach (var (name, value) in desired)
        {
            var below = path.Length == 0 ? name : $"{path}.{name}";
            if (!actual.TryGetProperty(name, out var there))
            {
                if (value is not null)
                    return below;
            }
            else if (Find(value, there, name, below) is { } different)
            {
                return different;
            }
        }

        return null;
    }

    private static string? FindInItems(JsonArray desired, JsonElement actual, string name, string path)
    {
        if (!Keys.TryGetValue(name, out var key))
            return desired.Count == actual.GetArrayLength() ? desired.Select((item, i) => Find(item, actual[i], "", $"{path}[{i}]")).FirstOrDefault(found => found is not null) : path;
        foreach (var item in desired)
        {
            var value = item![key]!.GetValue<string>();
            var below = $"{path}[{value}]";
            var there = actual.EnumerateArray().FirstOrDefault(other => other.TryGetProperty(key, out var its) && its.ValueKind == JsonValueKind.String && its.ValueEquals(value));
            if (there.ValueKind == JsonValueKind.Undefined)
                return below;
            if (Find(item, there, "", below) is { } different)
                return different;
        }

        return null;
    }

    private static bool IsSame(JsonValue desired, JsonElement actual) => JsonElement.DeepEquals(JsonSerializer.SerializeToElement(desired), actual);
}
