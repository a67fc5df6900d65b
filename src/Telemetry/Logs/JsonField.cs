using System.Collections;
using System.Globalization;
using System.Text.Json;

namespace Inference.Telemetry.Logs;

/// <summary>A property of any type as JSON: numbers and booleans as such, lists as arrays, all else as its invariant text.</summary>
internal static class JsonField
{
    public static void Write(Utf8JsonWriter json, string name, object? value)
    {
        json.WritePropertyName(name);
        WriteValue(json, value);
    }

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        if (value is string text)
            json.WriteStringValue(text);
        else if (value is IEnumerable items)
            WriteArray(json, items);
        else if (!TryWriteNumber(json, value))
            WriteText(json, value);
    }

    private static bool TryWriteNumber(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); return true;
            case bool boolean: json.WriteBooleanValue(boolean); return true;
            case byte or sbyte or short or ushort or int or long: json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture)); return true;
            case uint or ulong: json.WriteNumberValue(Convert.ToUInt64(value, CultureInfo.InvariantCulture)); return true;
            case float number when float.IsFinite(number): json.WriteNumberValue(number); return true;
            case double number when double.IsFinite(number): json.WriteNumberValue(number); return true;
            case decimal number: json.WriteNumberValue(number); return true;
            default: return false;
        }
    }

    private static void WriteText(Utf8JsonWriter json, object? value) =>
        json.WriteStringValue(value switch
        {
            DateTime time => time.ToString("O", CultureInfo.InvariantCulture),
            DateTimeOffset time => time.ToString("O", CultureInfo.InvariantCulture),
            IFormattable formattable => formattable.ToString(format: null, CultureInfo.InvariantCulture),
            _ => value?.ToString(),
        });

    /// <summary>One level: what stands inside a list that stands inside a list is written as text.</summary>
    private static void WriteArray(Utf8JsonWriter json, IEnumerable items)
    {
        json.WriteStartArray();
        foreach (var item in items)
        {
            if (!TryWriteNumber(json, item))
                WriteText(json, item);
        }

        json.WriteEndArray();
    }
}
