using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Inference.Manifests.Reading;

namespace Inference.Manifests.Tests;

/// <summary>
/// YAML documents as the JSON that a client would send to a cluster: a number stays as it is written where JSON has that form; others, and booleans such
/// as <c>yes</c>, become what they mean.
/// </summary>
internal static class ManifestJson
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>A document each, in the order of the text. What is no YAML is left out, as is what is no object.</summary>
    public static IReadOnlyList<JsonElement> Convert(string text)
        => [.. YamlParser.Parse("a.yaml", "/a.yaml", text).Documents.Where(document => document.Root is MappingNode).Select(document => Convert(document.Root))];

    public static JsonElement Convert(Node node)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, s_options))
            Write(writer, node);
        var reader = new Utf8JsonReader(stream.GetBuffer().AsSpan(0, (int)stream.Length), new JsonReaderOptions { MaxDepth = 1000 });
        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>A plain scalar that is a number or a boolean, as it is written in JSON.</summary>
    public static string Scalar(string text)
    {
        switch (PlainScalar.Resolve(text))
        {
            case ScalarKind.Boolean:
                return PlainScalar.ToBoolean(text) == true ? "true" : "false";
            case ScalarKind.Integer or ScalarKind.Float when IsJson(text):
                return text;
            case ScalarKind.Integer or ScalarKind.Float when PlainScalar.ToInteger(text) is { } integer:
                return JsonSerializer.Serialize(integer);
            case ScalarKind.Integer or ScalarKind.Float when PlainScalar.ToNumber(text) is { } number:
                return JsonSerializer.Serialize(number);
            default:
                return JsonSerializer.Serialize(text);
        }
    }

    private static void Write(Utf8JsonWriter writer, Node node)
    {
        switch (node)
        {
            case SequenceNode list:
                writer.WriteStartArray();
                foreach (var item in list.Items)
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            case MappingNode mapping:
                writer.WriteStartObject();
                foreach (var (key, value) in mapping.Entries)
                {
                    writer.WritePropertyName(key.Text);
                    Write(writer, value);
                }

                writer.WriteEndObject();
                break;
            case ScalarNode { Kind: ScalarKind.Null }:
                writer.WriteNullValue();
                break;
            case ScalarNode { Kind: ScalarKind.Text } scalar:
                writer.WriteStringValue(scalar.Text);
                break;
            case ScalarNode scalar:
                writer.WriteRawValue(Scalar(scalar.Text), skipInputValidation: true);
                break;
        }
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(text));
            return document.RootElement.ValueKind == JsonValueKind.Number;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
