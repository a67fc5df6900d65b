using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Inference.Manifests.Reading;

namespace Inference.Manifests.Schemas;

/// <summary>YAML values as JSON text. What JSON has not (an infinity, a NaN, an integer beyond 64 bits) becomes a string.</summary>
internal static class NodeJson
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static string Write(Node node)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, s_options))
            Write(writer, node);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
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
            case ScalarNode scalar:
                WriteScalar(writer, scalar);
                break;
        }
    }

    private static void WriteScalar(Utf8JsonWriter writer, ScalarNode scalar)
    {
        switch (scalar.Kind)
        {
            case ScalarKind.Null:
                writer.WriteNullValue();
                break;
            case ScalarKind.Boolean:
                writer.WriteBooleanValue(PlainScalar.ToBoolean(scalar.Text) == true);
                break;
            case ScalarKind.Integer when PlainScalar.ToInteger(scalar.Text) is { } integer:
                writer.WriteNumberValue(integer);
                break;
            case ScalarKind.Integer when ulong.TryParse(scalar.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var large):
                writer.WriteNumberValue(large);
                break;
            case ScalarKind.Float when PlainScalar.ToNumber(scalar.Text) is { } number:
                writer.WriteNumberValue(number);
                break;
            default:
                writer.WriteStringValue(scalar.Text);
                break;
        }
    }
}
