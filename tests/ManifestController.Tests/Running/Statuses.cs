using System.Text.Json;

namespace Inference.ManifestController.Tests.Running;

internal static class Statuses
{
    public static JsonElement? Condition(JsonElement manifest, string type)
    {
        if (!manifest.TryGetProperty("status", out var status) || !status.TryGetProperty("conditions", out var conditions))
            return null;
        foreach (var condition in conditions.EnumerateArray())
        {
            if (condition.GetProperty("type").GetString() == type)
                return condition;
        }

        return null;
    }

    public static string? Message(JsonElement manifest, string type) => Condition(manifest, type)?.GetProperty("message").GetString();
}
