using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Inference.ManifestController.Tests.Golden;

/// <summary>JSON as YAML in block style, to be read in a review.</summary>
internal static class GoldenYaml
{
    private static readonly JsonSerializerOptions Texts = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(IEnumerable<JsonObject> documents)
    {
        var text = new StringBuilder();
        foreach (var document in documents)
        {
            text.Append("---\n");
            Fields(text, document, "");
        }

        return text.ToString();
    }

    private static void Fields(StringBuilder text, JsonObject fields, string indent)
    {
        foreach (var (name, value) in fields)
        {
            text.Append(indent).Append(Scalar(name)).Append(':');
            Value(text, value, indent + "  ");
        }
    }

    private static void Value(StringBuilder text, JsonNode? value, string indent)
    {
        switch (value)
        {
            case JsonObject { Count: > 0 } fields:
                text.Append('\n');
                Fields(text, fields, indent);
                break;
            case JsonArray { Count: > 0 } items:
                text.Append('\n');
                foreach (var item in items)
                    Item(text, item, indent);
                break;
            case JsonValue scalar when scalar.TryGetValue<string>(out var many) && many.Contains('\n', StringComparison.Ordinal):
                text.Append(" |-\n");
                foreach (var line in many.Split('\n'))
                    text.Append(line.Length == 0 ? "" : indent + line).Append('\n');
                break;
            default:
                text.Append(' ').Append(value is JsonValue plain && plain.TryGetValue<string>(out var word) ? Scalar(word) : value?.ToJsonString(Texts) ?? "null").Append('\n');
                break;
        }
    }

    private static void Item(StringBuilder text, JsonNode? item, string indent)
    {
        if (item is not JsonObject { Count: > 0 } fields)
        {
            text.Append(indent).Append('-');
            Value(text, item, indent + "  ");
            return;
        }

        var inner = new StringBuilder();
        Fields(inner, fields, indent + "  ");
        text.Append(indent).Append("- ").Append(inner, indent.Length + 2, inner.Length - indent.Length - 2);
    }

    // plain where nothing could take it for something else
    private static string Scalar(string text) =>
        text.Length > 0 && char.IsAsciiLetter(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/') && text is not ("true" or "false" or "null" or "yes" or "no" or "on" or "off" or "y" or "n")
            ? text
            : JsonSerializer.Serialize(text, Texts);
}
