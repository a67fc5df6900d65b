using System.Globalization;
using Inference.Manifests.Reading;
using Inference.Manifests.Schemas;

namespace Inference.Manifests.Documents;

/// <summary>Finds the node that a path like <c>spec.connectedBoxes[0].path</c> names.</summary>
internal static class NodeLookup
{
    /// <summary>The field and its value; of one that is not there, the path with its nearest parent's place, and null.</summary>
    public static (FieldPath Path, Node? Value) Find(Node root, string fieldPath)
    {
        var path = FieldPath.Root(root);
        Node? value = root;
        foreach (var step in fieldPath.Replace("[", ".[", StringComparison.Ordinal).Split('.', StringSplitOptions.RemoveEmptyEntries))
            (path, value) = Enter(path, value, step);
        return (path, value);
    }

    private static (FieldPath Path, Node? Value) Enter(FieldPath path, Node? value, string step)
    {
        if (value is SequenceNode list && TryIndex(step, out var index) && index < list.Items.Count)
            return (path.Item(index, list.Items[index]), list.Items[index]);
        if (value is MappingNode mapping && mapping.Find(step) is { } entry)
            return (path.Field(entry.Key), entry.Value);
        return (path.Missing(step), null);
    }

    private static bool TryIndex(string step, out int index)
    {
        index = 0;
        return step.StartsWith('[') && step.EndsWith(']')
            && int.TryParse(step.AsSpan(1, step.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out index);
    }
}
