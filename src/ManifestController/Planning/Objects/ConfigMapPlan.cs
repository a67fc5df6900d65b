using System.Text.Json.Nodes;

namespace ManifestController.Planning.Objects;

/// <summary>The manifests that the host reads, in a ConfigMap named by its content: changed manifests are other pods, and old pods keep theirs.</summary>
internal static class ConfigMapPlan
{
    public static DesiredObject Plan(Owner owner, string name, SortedDictionary<string, string> files)
    {
        var data = new JsonObject(files.Select(file => KeyValuePair.Create<string, JsonNode?>(file.Key, file.Value)));
        return owner.Own(
            Kinds.ConfigMap, ObjectNames.WithContent(name, ManifestFiles.Content(files)), KeyValuePair.Create<string, JsonNode?>("data", data), KeyValuePair.Create<string, JsonNode?>("immutable", true));
    }
}
