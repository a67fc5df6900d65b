using Inference.Manifests.Reading;
using Inference.Manifests.Schemas;

namespace Inference.Manifests.Documents;

/// <summary>YAML forbids a key twice in one object; which of the two counted would be a guess.</summary>
internal static class DuplicateKeys
{
    public static void Report(Node node, FieldPath path, Binding binding)
    {
        if (node is SequenceNode list)
        {
            for (var i = 0; i < list.Items.Count; i++)
            {
                if (list.Items[i] is not ScalarNode)
                    Report(list.Items[i], path.Item(i, list.Items[i]), binding);
            }
        }

        if (node is not MappingNode mapping)
            return;
        var seen = new Dictionary<string, ScalarNode>();
        foreach (var (key, value) in mapping.Entries)
        {
            // the name of a key in a Secret may be a password that slipped
            var field = binding.HidesValues ? path : path.Field(key);
            if (!seen.TryAdd(key.Text, key))
                binding.Error(field, key, $"duplicate key, first at {binding.Locate(seen[key.Text])}");
            if (value is not ScalarNode)
                Report(value, field, binding);
        }
    }
}
