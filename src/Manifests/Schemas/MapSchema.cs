using System.Text.Json.Nodes;
using Inference.Manifests.Reading;

namespace Inference.Manifests.Schemas;

/// <summary>An object whose field names are free within a rule.</summary>
internal sealed class MapSchema<T>(string expectation, string keyExpectation, Func<string, bool> isKey, Schema<T> value)
    : Schema<IReadOnlyDictionary<string, T>>
{
    public override string Expectation => expectation;

    public Schema<T> Value => value;

    public override JsonObject ToStructural() => new() { ["type"] = "object", ["additionalProperties"] = Value.ToStructural() };

    public override bool TryRead(Node node, FieldPath path, Binding binding, out IReadOnlyDictionary<string, T> value)
    {
        var map = new Dictionary<string, T>();
        value = map;
        if (node is not MappingNode mapping)
        {
            binding.Mismatch(path, node, expectation);
            return false;
        }

        foreach (var (key, item) in mapping.Entries)
        {
            if (!isKey(key.Text))
                binding.Error(path, key, "", keyExpectation, binding.HidesValues ? "another key" : Printable.Quote(key.Text));
            else if (Value.TryRead(item, binding.HidesValues ? path : path.Field(key), binding, out var read))
                map.TryAdd(key.Text, read);
        }

        return true;
    }
}
