using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Inference.Manifests.Tests;

/// <summary>What a document came to, without what differs between a file and an object of a cluster: places, and other ways to write a number.</summary>
internal static partial class DocumentSummary
{
    /// <summary>Kind and name, the record of a valid one, and all that is said of it.</summary>
    public static string Of(ManifestDocument document)
    {
        var diagnostics = document.Diagnostics.Select(diagnostic => $"{diagnostic.Severity} {diagnostic.Path}: {Neutral(diagnostic.Message)}").Order(StringComparer.Ordinal);
        var record = document.GetType().GetProperty("Manifest")?.GetValue(document);
        var fields = record is null ? "" : Sorted(JsonSerializer.SerializeToNode(record, record.GetType()))!.ToJsonString();
        return $"{document.Kind} {document.Namespace}/{document.Name} {fields}\n{string.Join('\n', diagnostics)}";
    }

    private static string Neutral(string message)
        => Found().Replace(Place().Replace(message, "@"), match => "a value " + ManifestJson.Scalar(match.Groups["value"].Value));

    [GeneratedRegex(@"(?<= at | see |\()[^ ,)]+", RegexOptions.None, 1_000)]
    private static partial Regex Place();

    [GeneratedRegex("(the|a) (number|boolean|string)( \"?(?<value>[^ \",]*)\"?)?", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Found();

    // a server sorts the fields of what it stores, and writes numbers in its own way; fields that hold JSON show it
    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject fields => new JsonObject(fields.Where(field => field.Key != "FullPath").OrderBy(field => field.Key, StringComparer.Ordinal)
            .Select(field => KeyValuePair.Create(field.Key, Sorted(field.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => Unfold(value.GetValue<string>()),
        JsonValue value when value.GetValueKind() == JsonValueKind.Number => JsonSerializer.SerializeToNode(JsonSerializer.Deserialize<double>(value)),
        _ => node?.DeepClone(),
    };

    private static JsonNode? Unfold(string text)
    {
        try
        {
            return text.StartsWith('{') || text.StartsWith('[') ? Sorted(JsonNode.Parse(text)) : text;
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            return text;
        }
    }
}
