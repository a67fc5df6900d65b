using System.Text.Json;

namespace Inference.Manifests.Reading;

/// <summary>
/// A JSON object → nodes, as if it had been read from a text: a string is a quoted scalar, a number a plain one. There are no lines; the nodes'
/// column counts them, so that what is said about them keeps their order.
/// </summary>
internal sealed class JsonNodes
{
    private const int DeepestNesting = 64;

    // half of a surrogate pair, which is no text
    private const string Unreadable = "\uFFFD";
    private int _count;
    private bool _isTooDeep;

    public static YamlFile Read(string file, JsonElement element)
    {
        var nodes = new JsonNodes();
        var root = nodes.Convert(element, 0);
        var problem = nodes._isTooDeep ? $"nested deeper than {DeepestNesting} levels" : null;
        return new YamlFile(file, "", [new YamlDocument(root, new SourceLocation(file, root.Line, root.Column)) { Problem = problem }], []);
    }

    private Node Convert(JsonElement element, int depth)
    {
        if (depth > DeepestNesting)
        {
            _isTooDeep = true;
            return Scalar("", ScalarKind.Null);
        }

        return element.ValueKind switch
        {
            JsonValueKind.Object => ConvertObject(element, depth),
            JsonValueKind.Array => ConvertArray(element, depth),
            JsonValueKind.String => Scalar(Text(element), ScalarKind.Text),
            JsonValueKind.Number => Number(element.GetRawText()),
            JsonValueKind.True => Scalar("true", ScalarKind.Boolean),
            JsonValueKind.False => Scalar("false", ScalarKind.Boolean),
            _ => Scalar("", ScalarKind.Null),
        };
    }

    private MappingNode ConvertObject(JsonElement element, int depth)
    {
        var place = ++_count;
        var entries = new List<MappingEntry>();
        foreach (var property in element.EnumerateObject())
            entries.Add(new MappingEntry(Scalar(Name(property), ScalarKind.Text), Convert(property.Value, depth + 1)));
        return new MappingNode(entries, 0, place);
    }

    private SequenceNode ConvertArray(JsonElement element, int depth)
    {
        var place = ++_count;
        var items = new List<Node>(element.GetArrayLength());
        foreach (var item in element.EnumerateArray())
            items.Add(Convert(item, depth + 1));
        return new SequenceNode(items, 0, place);
    }

    private ScalarNode Number(string text) => Scalar(text, text.AsSpan().ContainsAny(".eE") ? ScalarKind.Float : ScalarKind.Integer);

    private ScalarNode Scalar(string text, ScalarKind kind) => new(text, kind, 0, ++_count);

    private static string Text(JsonElement element)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Unreadable;
        }
    }

    private static string Name(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return Unreadable;
        }
    }
}
