using System.Text.Json.Nodes;

namespace Inference.Manifests.Schemas;

/// <summary>What the structural schemas of all sorts of values have in common.</summary>
internal static class StructuralSchema
{
    public const string KeepsUnknown = "x-kubernetes-preserve-unknown-fields";

    public static JsonObject OfField(string description, Schema schema, object? absent)
    {
        var structural = schema.ToStructural();
        structural.Remove("description");
        structural.Insert(0, "description", JsonValue.Create(Describe(description, schema)));
        if (ToJson(absent) is { } value)
            structural["default"] = value;
        return structural;
    }

    // what "expected" says where a reading goes wrong is what to know before; a choice and a plain type speak for themselves
    private static string Describe(string description, Schema schema)
    {
        var hint = schema.Hint;
        return hint.Length == 0 ? description : $"{description} {char.ToUpperInvariant(hint[0])}{hint.AsSpan(1)}.";
    }

    /// <summary>A default as JSON; null for what has none there.</summary>
    public static JsonNode? ToJson(object? value) => value switch
    {
        bool flag => flag,
        int number => number,
        string text => text,
        Quantity or Duration => value.ToString(),
        IReadOnlyList<string> { Count: > 0 } texts => new JsonArray([.. texts.Select(text => JsonValue.Create(text))]),
        _ => null,
    };
}
