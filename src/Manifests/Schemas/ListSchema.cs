using System.Text.Json.Nodes;
using Inference.Manifests.Reading;

namespace Inference.Manifests.Schemas;

internal sealed class ListSchema<T>(Schema<T> item, string expectation) : Schema<IReadOnlyList<T>>
{
    public override string Expectation => expectation;

    public Schema<T> Item => item;

    public bool IsNeverEmpty { get; init; }

    /// <summary>The name of the items' field that tells them apart (with <see cref="Key"/>), or null.</summary>
    public string? KeyField { get; init; }

    /// <summary>No two items have the same of these; null or empty ones are left out of account.</summary>
    public Func<T, string?>? Key { get; init; }

    // a list whose items have names is merged by them, any other is replaced as a whole
    public override JsonObject ToStructural()
    {
        var schema = new JsonObject { ["type"] = "array", ["x-kubernetes-list-type"] = KeyField is null ? "atomic" : "map" };
        if (KeyField is not null)
            schema["x-kubernetes-list-map-keys"] = new JsonArray(KeyField);
        if (IsNeverEmpty)
            schema["minItems"] = 1;
        schema["items"] = item.ToStructural();
        return schema;
    }

    public override bool TryRead(Node node, FieldPath path, Binding binding, out IReadOnlyList<T> value)
    {
        var items = new List<T>();
        value = items;
        if (node is not SequenceNode list || IsNeverEmpty && list.Items.Count == 0)
        {
            binding.Error(path, node, "", expectation, node is SequenceNode ? "an empty list" : node.Describe(binding.HidesValues));
            return false;
        }

        var seen = new Dictionary<string, FieldPath>();
        for (var i = 0; i < list.Items.Count; i++)
        {
            var at = path.Item(i, list.Items[i]);
            if (!item.TryRead(list.Items[i], at, binding, out var read))
                continue;
            items.Add(read);
            CheckKey(read, list.Items[i], at, binding, seen);
        }

        return true;
    }

    private void CheckKey(T read, Node at, FieldPath path, Binding binding, Dictionary<string, FieldPath> seen)
    {
        var key = Key?.Invoke(read);
        if (string.IsNullOrEmpty(key) || seen.TryAdd(key, path))
            return;
        var place = KeyField is not null && at is MappingNode mapping ? mapping.Find(KeyField) : null;
        var field = place is null ? path : path.Field(place.Key);
        binding.Error(field, place?.Value ?? at, $"{Printable.Quote(key)} is there twice, first at {binding.Place(seen[key])}");
    }
}
