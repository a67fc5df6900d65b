using System.Text.Json.Nodes;

namespace Inference.Manifests.Crds;

/// <summary>
/// A rule with a message (<c>x-kubernetes-validations</c>) for every group of fields of which a schema says how many there may be. The structural form of those is
/// read back from the schema, so that both say the same.
/// </summary>
internal static class RulePatch
{
    /// <summary>JSON patch operations (RFC 6902) for a schema and all below it.</summary>
    public static IEnumerable<JsonObject> Of(JsonObject schema, string path)
    {
        var rules = Rules(schema).ToList();
        if (rules.Count > 0)
            yield return new JsonObject { ["op"] = "add", ["path"] = path + "/x-kubernetes-validations", ["value"] = new JsonArray([.. rules]) };
        foreach (var (name, property) in schema["properties"] as JsonObject ?? [])
        {
            foreach (var patch in Of(property!.AsObject(), $"{path}/properties/{name}"))
                yield return patch;
        }

        if (schema["items"] is not JsonObject items)
            yield break;
        foreach (var patch in Of(items, path + "/items"))
            yield return patch;
    }

    private static IEnumerable<JsonObject> Rules(JsonObject schema)
    {
        if (schema["oneOf"] is JsonArray one)
            yield return Rule(Names(one), "== 1", "exactly one of");
        if (schema["anyOf"] is JsonArray any)
            yield return Rule(Names(any), ">= 1", "at least one of");
        if (schema["not"]?["required"] is JsonArray both)
            yield return Rule([.. both.Select(name => name!.GetValue<string>())], "<= 1", "at most one of");
    }

    private static List<string> Names(JsonArray branches) => [.. branches.Select(branch => branch!["required"]![0]!.GetValue<string>())];

    private static JsonObject Rule(List<string> names, string count, string words) => new()
    {
        ["rule"] = string.Join(" + ", names.Select(name => $"(has(self.{name}) ? 1 : 0)")) + " " + count,
        ["message"] = $"{words} {string.Join(", ", names.SkipLast(1))} and {names[^1]}",
    };
}
