using System.Text.Json;
using Inference.Boxes;

namespace InferenceHost.Protocols.Transfers;

/// <summary>What callers are told of a file: <c>{"name","size","etag","modified"}</c>.</summary>
internal static class EntryWriter
{
    public static void Write(Utf8JsonWriter json, BoxEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("name", entry.Path.Name);
        WriteMembers(json, entry);
        json.WriteEndObject();
    }

    public static void WriteMembers(Utf8JsonWriter json, BoxEntry entry)
    {
        json.WriteNumber("size", entry.Size);
        json.WriteString("etag", entry.ETag);
        json.WriteString("modified", entry.Modified);
    }
}
