using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Inference.Cluster;

/// <summary>The first document of a YAML text. Every scalar stays text: a token of digits is no number. A plain <c>null</c> is nothing.</summary>
internal static class YamlText
{
    private const int Deepest = 32;

    /// <exception cref="YamlException">It is no YAML, or nested deeper than any kubeconfig.</exception>
    public static JsonNode? Parse(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return stream.Documents.Count == 0 ? null : Convert(stream.Documents[0].RootNode, 0);
    }

    private static JsonNode? Convert(YamlNode node, int depth)
    {
        if (depth > Deepest)
            throw new YamlException(node.Start, node.End, "nested too deep");
        switch (node)
        {
            case YamlMappingNode mapping:
                var entries = new JsonObject();
                foreach (var (key, value) in mapping.Children)
                    entries[(key as YamlScalarNode)?.Value ?? ""] = Convert(value, depth + 1);
                return entries;
            case YamlSequenceNode sequence:
                return new JsonArray([.. sequence.Children.Select(child => Convert(child, depth + 1))]);
            case YamlScalarNode { Style: ScalarStyle.Plain, Value: "" or "~" or "null" or "Null" or "NULL" }:
                return null;
            default:
                return (node as YamlScalarNode)?.Value;
        }
    }
}
