using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Inference.Cluster;

/// <summary>
/// A copy of an object's JSON that is worth keeping: no white space, no escapes that are not needed, no <c>managedFields</c>, in an array that is just as
/// long and that no pool has lent.
/// </summary>
internal static class CompactJson
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static JsonElement Of(JsonElement json, ResourceType? type, bool managedFields)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Plain))
            Write(writer, json, type, managedFields);
        return JsonElement.Parse(buffer.WrittenSpan);
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
                property.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    private static void WriteMetadata(Utf8JsonWriter writer, JsonElement metadata)
    {
        writer.WriteStartObject("metadata"u8);
        foreach (var property in metadata.EnumerateObject().Where(property => !property.NameEquals("managedFields"u8)))
            property.WriteTo(writer);
        writer.WriteEndObject();
    }
}
