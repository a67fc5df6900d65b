using System.Text.Json;

namespace ManifestController.Pods;

/// <summary>What the host in a pod says of its manifests. Compared by value.</summary>
internal sealed record PodReport
{
    private readonly string text;

    private PodReport(string text, IReadOnlyList<ReportedDocument> documents)
    {
        this.text = text;
        Documents = documents;
    }

    public IReadOnlyList<ReportedDocument> Documents { get; }

    public ReportedDocument? Find(string kind, string name) => Documents.FirstOrDefault(document => document.Kind == kind && document.Name == name);

    /// <summary>Null where this is no answer of a host's <c>/status</c>.</summary>
    public static PodReport? Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return new PodReport(document.RootElement.GetRawText(), [.. document.RootElement.EnumerateArray().Select(Read)]);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    public bool Equals(PodReport? other) => text == other?.text;

    public override int GetHashCode() => text.GetHashCode(StringComparison.Ordinal);

    private static ReportedDocument Read(JsonElement entry) => new(Text(entry, "kind") ?? "", Text(entry, "name") ?? "", Text(entry, "state") ?? "", Text(entry, "reason") ?? "", Text(entry, "message") ?? "", Text(entry, "digest"));

    private static string? Text(JsonElement entry, string name) => entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
