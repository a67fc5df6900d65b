using System.Text.Json.Nodes;

namespace Inference.Manifests.Schemas;

/// <summary>A group of fields of which at least and at most so many are there.</summary>
internal sealed record OneOf(IReadOnlyList<string> Names, int AtLeast, int AtMost)
{
    public string Describe()
        => $"{(AtLeast == 0 ? "at most" : AtMost == 1 ? "exactly" : "at least")} one of {string.Join(", ", Names.SkipLast(1))} and {Names[^1]}";

    /// <summary>Adds the group to a structural schema; those of one object are of different sorts, and "at most one" is always of two.</summary>
    public void AddTo(JsonObject schema)
    {
        if (AtLeast == 0)
            schema.Add("not", Required(Names));
        else
            schema.Add(AtMost == 1 ? "oneOf" : "anyOf", new JsonArray([.. Names.Select(name => Required([name]))]));
    }

    private static JsonObject Required(IReadOnlyList<string> names)
        => new() { ["required"] = new JsonArray([.. names.Select(name => JsonValue.Create(name))]) };
}
