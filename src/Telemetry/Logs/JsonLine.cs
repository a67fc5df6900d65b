using System.Buffers;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Inference.Telemetry.Logs;

/// <summary>Formats one event as one line of JSON, in buffers kept per thread.</summary>
[SuppressMessage("Design", "CA1001", Justification = "a writer to memory holds nothing to give back, and the line lives as long as its thread")]
internal sealed class JsonLine
{
    private const int LargestKept = 64 * 1024;
    private const string Unreadable = "this event could not be turned into text";

    // keeps quotes, angle brackets and letters of all languages readable; control characters and line ends are escaped all the same
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    [ThreadStatic]
    private static JsonLine? kept;

    private readonly ArrayBufferWriter<byte> buffer = new(1024);
    private readonly Utf8JsonWriter json;
    private readonly FieldList fields = new();

    private JsonLine() => json = new Utf8JsonWriter(buffer, Options);

    /// <summary>This thread's, or a new one while an event is being formatted (a property whose text itself logs).</summary>
    public static JsonLine Rent()
    {
        var line = kept ?? new JsonLine();
        kept = null;
        return line;
    }

    public static void Return(JsonLine line) => kept = line.buffer.Capacity <= LargestKept ? line : null;

    /// <summary>The line, its end included; valid until the next call.</summary>
    public ReadOnlySpan<byte> Format(in LogEvent logEvent, DateTimeOffset time, IExternalScopeProvider scopes)
    {
        try
        {
            Reset();
            WriteEvent(logEvent, time, scopes);
        }
        catch (Exception failure)
        {
            // a property, scope or message that cannot be turned into text: the event is told without them
            Reset();
            WriteUnreadable(logEvent, time, failure);
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan;
    }

    private void Reset()
    {
        buffer.ResetWrittenCount();
        json.Reset();
        fields.Clear();
    }

    private void WriteEvent(in LogEvent logEvent, DateTimeOffset time, IExternalScopeProvider scopes)
    {
        WriteStart(logEvent, time);
        json.WriteString("message"u8, logEvent.Message ?? Unreadable);
        fields.Gather(logEvent.State, scopes);
        fields.WriteTo(json);
        WriteTrace();
        WriteException(logEvent.Exception);
        WriteEnd();
    }

    private void WriteUnreadable(in LogEvent logEvent, DateTimeOffset time, Exception failure)
    {
        WriteStart(logEvent, time);
        json.WriteString("message"u8, Unreadable);
        json.WriteString("formatError"u8, failure.GetType().FullName);
        if (logEvent.Exception is { } exception)
            json.WriteString("exceptionType"u8, exception.GetType().FullName);
        WriteEnd();
    }

    private void WriteStart(in LogEvent logEvent, DateTimeOffset time)
    {
        json.WriteStartObject();
        Span<char> text = stackalloc char[32];
        time.UtcDateTime.TryFormat(text, out var length, "yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);
        json.WriteString("timestamp"u8, text[..length]);
        json.WriteString("level"u8, logEvent.Level.ToString());
        json.WriteString("category"u8, logEvent.Category);
        if (logEvent.Id.Name is { } name)
            json.WriteString("event"u8, name);
        if (logEvent.Id.Id != 0)
            json.WriteNumber("eventId"u8, logEvent.Id.Id);
    }

    private void WriteTrace()
    {
        if (Activity.Current is not { IdFormat: ActivityIdFormat.W3C } activity)
            return;
        json.WriteString("trace"u8, activity.TraceId.ToHexString());
        json.WriteString("span"u8, activity.SpanId.ToHexString());
    }

    private void WriteException(Exception? exception)
    {
        if (exception is null)
            return;
        json.WriteStartObject("exception"u8);
        json.WriteString("type"u8, exception.GetType().FullName);
        json.WriteString("message"u8, exception.Message);

        // with the inner exceptions, which StackTrace alone leaves out
        json.WriteString("stack"u8, exception.ToString());
        json.WriteEndObject();
    }

    private void WriteEnd()
    {
        json.WriteEndObject();
        json.Flush();
    }
}
