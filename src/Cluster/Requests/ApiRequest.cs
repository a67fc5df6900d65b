using System.Text.Json.Nodes;

namespace Inference.Cluster;

/// <summary>A request before it is sent.</summary>
/// <param name="Verb">See <see cref="ClusterRequest"/>.</param>
/// <param name="Path">With the query.</param>
internal sealed record ApiRequest(string Verb, HttpMethod Method, ResourceType Type, string Path)
{
    public const string Json = "application/json";
    public const string MergePatch = "application/merge-patch+json";

    // JSON is YAML, and this is the only type that every version takes for it
    public const string ApplyPatch = "application/apply-patch+yaml";

    public JsonObject? Body { get; init; }

    public string ContentType { get; init; } = Json;

    public string Accept { get; init; } = Json;

    /// <summary>What messages call it: the query may be long.</summary>
    public string Title => $"{Verb} {(Path.IndexOf('?', StringComparison.Ordinal) is var query and >= 0 ? Path[..query] : Path)}";
}
