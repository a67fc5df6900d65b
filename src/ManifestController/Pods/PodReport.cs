using System.Security.Cryptography;
using System.Text.Json;

namespace ManifestController.Pods;

/// <summary>What the host in a pod says of its manifests. Compared by value.</summary>
internal sealed record PodReport
{
    private const int MostDocuments = 2000;
    private const int LongestText = 2000;
    private readonly string digest;

    private PodReport(string digest, IReadOnlyList<ReportedDocument> documents)
    {
        this.digest = digest;
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
            return new PodReport(Convert.ToHexStringLower(SHA256.HashData(json.Span)), [.. document.RootElement.EnumerateArray().Take(MostDocuments).Select(Read)]);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    public bool Equals(PodReport? other) => digest == other?.digest;

    public override int GetHashCode() => digest.GetHashCode(StringComparison.Ordinal);

    private static ReportedDocument Read(JsonElement entry) => new(Text(entry, "kind") ?? "", Text(entry, "name") ?? "", Text(entry, "state") ?? "", Text(entry, "reason") ?? "", Text(entry, "message") ?? "", Text(entry, "digest"));

    private static string? Text(JsonElement entry, string name) => entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? Cut(value.GetString()!) : null;

    private static string Cut(string text) => text.Length <= LongestText ? text : text[..LongestText] + "…";
}
