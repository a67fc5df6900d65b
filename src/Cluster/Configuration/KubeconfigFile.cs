using System.Text.Json;
using System.Text.Json.Nodes;

namespace Inference.Cluster;

/// <summary>One file of a kubeconfig, YAML or JSON; everything in it that is no list or mapping is text.</summary>
internal sealed class KubeconfigFile
{
    private readonly JsonObject content;

    private KubeconfigFile(string path, JsonObject content)
    {
        Path = path;
        this.content = content;
    }

    /// <summary>In full: what the file names is relative to its folder.</summary>
    public string Path { get; }

    public string CurrentContext => Text(content, "current-context");

    /// <returns>Either; the problem says where in the file.</returns>
    public static (KubeconfigFile? File, string? Problem) Read(string path)
    {
        try
        {
            var text = File.ReadAllText(path);
            return Parse(text) is JsonObject content
                ? (new KubeconfigFile(System.IO.Path.GetFullPath(path), content), null)
                : (null, $"{path} is no kubeconfig: it is no mapping");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, $"{path} cannot be read: {e.Message}");
        }
        catch (YamlDotNet.Core.YamlException e)
        {
            // its own message may quote the text, which may be a secret
            return (null, $"{path} is no YAML: line {e.Start.Line}, column {e.Start.Column}");
        }
        catch (JsonException e)
        {
            return (null, $"{path} is no JSON: line {e.LineNumber + 1}");
        }
    }

    /// <summary>The entry of that name in a list of named entries.</summary>
    public JsonObject? Find(string list, string name) =>
        content[list] is JsonArray entries ? entries.OfType<JsonObject>().FirstOrDefault(entry => Text(entry, "name") == name) : null;

    public static string Text(JsonObject entry, string key) => entry.TryGetPropertyValue(key, out var node) && node is JsonValue value ? value.ToString() : "";

    private static JsonNode? Parse(string text) => text.AsSpan().TrimStart().StartsWith("{") && IsJson(text) ? JsonNode.Parse(text) : YamlText.Parse(text);

    // a flow mapping of YAML begins as JSON does
    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
