using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Inference.Cluster;

/// <summary>Events as core/v1 has them.</summary>
internal static class EventBody
{
    /// <summary>What the API takes, in bytes.</summary>
    private const int LongestMessage = 1024;

    private const int LongestReason = 128;
    private const int LongestName = 220;

    public static JsonObject New(RecordedEvent recorded, EventSource source, DateTimeOffset now)
    {
        var subject = recorded.Subject;
        var reference = new JsonObject { ["apiVersion"] = subject.ApiVersion, ["kind"] = subject.Kind, ["name"] = subject.Name.Name, ["uid"] = subject.Uid };
        if (subject.Name.Namespace.Length > 0)
            reference["namespace"] = subject.Name.Namespace;
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Event",
            ["metadata"] = new JsonObject { ["name"] = NameOf(subject.Name.Name), ["namespace"] = subject.EventNamespace },
            ["involvedObject"] = reference,
            ["type"] = recorded.Type.ToString(),
            ["reason"] = recorded.Reason,
            ["message"] = recorded.Message,
            ["source"] = new JsonObject { ["component"] = source.Component, ["host"] = source.Instance },
            ["reportingComponent"] = source.Component,
            ["reportingInstance"] = source.Instance,
            ["firstTimestamp"] = Time(now),
            ["lastTimestamp"] = Time(now),
            ["count"] = 1,
        };
    }

    public static JsonObject Again(int count, DateTimeOffset now) => new() { ["count"] = count, ["lastTimestamp"] = Time(now) };

    public static string CutMessage(string message) => Cut(message, LongestMessage);

    public static string CutReason(string reason) => Cut(reason, LongestReason);

    private static string Cut(string text, int bytes)
    {
        if (Encoding.UTF8.GetByteCount(text) <= bytes)
            return text;
        var (kept, room) = (0, bytes - Encoding.UTF8.GetByteCount("…"));
        foreach (var rune in text.EnumerateRunes())
        {
            room -= rune.Utf8SequenceLength;
            if (room < 0)
                break;
            kept += rune.Utf16SequenceLength;
        }

        return $"{text.AsSpan(0, kept)}…";
    }

    // the form that kubectl and others know
    private static string NameOf(string name) => $"{(name.Length > LongestName ? name[..LongestName].TrimEnd('.', '-') : name)}.{Guid.NewGuid():N}";

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
