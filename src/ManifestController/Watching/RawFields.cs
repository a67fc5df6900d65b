using System.Text.Json;

namespace ManifestController.Watching;

/// <summary>Single fields of objects that may be of any form: what is not there, or is something else, is null.</summary>
internal static class RawFields
{
    public static JsonElement? Find(JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                return null;
        }

        return element.ValueKind == JsonValueKind.Null ? null : element;
    }

    public static string? Text(JsonElement element, params ReadOnlySpan<string> path) =>
        Find(element, path) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public static long Number(JsonElement element, params ReadOnlySpan<string> path) =>
        Find(element, path) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) ? value : 0;

    public static IEnumerable<JsonElement> Items(JsonElement element, params ReadOnlySpan<string> path) =>
        Find(element, path) is { ValueKind: JsonValueKind.Array } items ? items.EnumerateArray() : [];

    /// <summary>All texts of an object, by name in ordinal order.</summary>
    public static SortedDictionary<string, string> Texts(JsonElement element, params ReadOnlySpan<string> path)
    {
        var texts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (Find(element, path) is { ValueKind: JsonValueKind.Object } fields)
        {
            foreach (var field in fields.EnumerateObject().Where(field => field.Value.ValueKind == JsonValueKind.String))
                texts[field.Name] = field.Value.GetString()!;
        }

        return texts;
    }

    /// <summary>The DataBoxes that an MLComponent connects.</summary>
    public static IEnumerable<string> BoxNames(JsonElement component) => Items(component, "spec", "connectedBoxes")
        .Select(box => Text(box, "mountS3Box", "s3BoxName") ?? Text(box, "copyS3Box", "s3BoxName"))
        .OfType<string>();
}
