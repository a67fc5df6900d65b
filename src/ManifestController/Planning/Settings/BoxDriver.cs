using System.Text.Json.Nodes;

namespace ManifestController.Planning.Settings;

/// <summary>
/// Boxes as volumes of a CSI driver. The template is the source of a pod's volume (<c>{"csi": {…}}</c>, or <c>{"ephemeral": {…}}</c> with a StorageClass), in whose texts <c>{namespace}</c>, <c>{box}</c>,
/// <c>{endpoint}</c>, <c>{bucket}</c>, <c>{prefix}</c>, <c>{region}</c> and <c>{credentials}</c> (a Secret's name, or nothing) are put in.
/// </summary>
internal sealed class BoxDriver(JsonObject template)
{
    /// <summary>The volume's source for one box.</summary>
    /// <param name="values">What the names in braces stand for.</param>
    public JsonObject Volume(IReadOnlyDictionary<string, string> values) => (JsonObject)Fill(template, values)!;

    private static JsonNode? Fill(JsonNode? node, IReadOnlyDictionary<string, string> values) => node switch
    {
        JsonObject fields => new JsonObject(fields.Select(field => KeyValuePair.Create(field.Key, Fill(field.Value, values)))),
        JsonArray items => new JsonArray([.. items.Select(item => Fill(item, values))]),
        JsonValue value when value.TryGetValue<string>(out var text) => values.Aggregate(text, (filled, pair) => filled.Replace($"{{{pair.Key}}}", pair.Value, StringComparison.Ordinal)),
        _ => node?.DeepClone(),
    };
}
