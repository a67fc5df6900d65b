using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Inference.Cluster;

/// <summary>
/// A copy of an object's JSON that is worth keeping: no white space, no escapes that are not needed, no <c>managedFields</c>, in an array that is just as
/// long and that no pool has lent. What lies deeper than anybody reads is null in it: one object must not keep the others of its list from being read.
/// </summary>
internal static class CompactJson
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private static readonly JsonDocumentOptions Kept = new() { MaxDepth = Deepest + 2 };

    // manifests are refused below 64 levels
    private const int Deepest = 100;

    /// <summary>For answers: as deep as an API server takes objects.</summary>
    public static JsonDocumentOptions Answer { get; } = new() { MaxDepth = 10_100 };

    public static JsonElement Of(JsonElement json, ResourceType? type, bool managedFields)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Plain))
            Write(writer, json, type, managedFields);
        return JsonElement.Parse(buffer.WrittenSpan, Kept);
    }

    private static void Write(Utf8JsonWriter writer, JsonElement json, ResourceType? type, bool managedFields)
    {
        writer.WriteStartObject();
        if (type is not null)
        {
            writer.WriteString("apiVersion"u8, type.ApiVersion);
            writer.WriteString("kind"u8, type.Kind);
        }

        foreach (var property in json.EnumerateObject())
        {
            if (type is not null && (property.NameEquals("apiVersion"u8) || property.NameEquals("kind"u8)))
                continue;
            if (!managedFields && property.NameEquals("metadata"u8) && property.Value.ValueKind == JsonValueKind.Object)
                WriteMetadata(writer, property.Value);
            else
                Copy(writer, property, 1);
        }

        writer.WriteEndObject();
    }

    private static void WriteMetadata(Utf8JsonWriter writer, JsonElement metadata)
    {
        writer.WriteStartObject("metadata"u8);
        foreach (var property in metadata.EnumerateObject().Where(property => !property.NameEquals("managedFields"u8)))
            Copy(writer, property, 2);
        writer.WriteEndObject();
    }

    private static void Copy(Utf8JsonWriter writer, JsonProperty property, int depth)
    {
        if (property.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
        {
            property.WriteTo(writer);
            return;
        }

        writer.WritePropertyName(property.Name);
        Copy(writer, property.Value, depth);
    }

    private static void Copy(Utf8JsonWriter writer, JsonElement value, int depth)
    {
        if (depth >= Deepest)
        {
            writer.WriteNullValue();
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            writer.WriteStartObject();
            foreach (var property in value.EnumerateObject())
                Copy(writer, property, depth + 1);
            writer.WriteEndObject();
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            writer.WriteStartArray();
            foreach (var item in value.EnumerateArray())
                Copy(writer, item, depth + 1);
            writer.WriteEndArray();
        }
        else
        {
            value.WriteTo(writer);
        }
    }
}
