using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Inference.Manifests.Crds;

/// <summary>JSON as YAML in block style. A text stands in quotes unless it is plain beyond doubt; a quoted one is as in JSON, which YAML reads.</summary>
internal static class YamlText
{
    private const string Step = "  ";
    private static readonly JsonSerializerOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(JsonNode root)
    {
        var text = new StringBuilder();
        WriteBlock(text, root, "");
        return text.ToString();
    }

    private static void WriteBlock(StringBuilder text, JsonNode node, string indent)
    {
        var isFirst = true;
        if (node is JsonArray items)
        {
            foreach (var item in items)
                WriteItem(text, item!, isFirst ? "" : indent, "-", indent, ref isFirst);
        }
        else
        {
            foreach (var (name, value) in node.AsObject())
                WriteItem(text, value!, isFirst ? "" : indent, Scalar(name) + ":", indent, ref isFirst);
        }
    }

    // the first line of a block stands where the text is already: after the indent, or after an item's dash
    private static void WriteItem(StringBuilder text, JsonNode value, string before, string head, string indent, ref bool isFirst)
    {
        isFirst = false;
        text.Append(before).Append(head);
        if (value is JsonValue)
        {
            text.Append(' ').Append(Scalar(value)).Append('\n');
        }
        else if (IsEmpty(value))
        {
            text.Append(value is JsonArray ? " []\n" : " {}\n");
        }
        else if (head == "-")
        {
            text.Append(' ');
            WriteBlock(text, value, indent + Step);
        }
        else
        {
            text.Append('\n').Append(indent).Append(Step);
            WriteBlock(text, value, indent + Step);
        }
    }

    private static bool IsEmpty(JsonNode node) => node is JsonArray { Count: 0 } or JsonObject { Count: 0 };

    private static string Scalar(JsonNode value)
        => value.GetValueKind() == JsonValueKind.String ? Scalar(value.GetValue<string>()) : value.ToJsonString(s_options);

    private static string Scalar(string text) => IsPlain(text) ? text : JsonSerializer.Serialize(text, s_options);

    private static bool IsPlain(string text)
        => text.Length > 1 && char.IsAsciiLetter(text[0]) && text[^1] != ' '
            && text.All(character => char.IsAsciiLetterOrDigit(character) || character is ' ' or '.' or ',' or ';' or '-' or '_' or '/' or '(' or ')' or '\'')
            && Reading.PlainScalar.Resolve(text) == Reading.ScalarKind.Text;
}
