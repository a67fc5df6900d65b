using System.Text.Json;
using Inference.Manifests;

namespace ManifestController.Planning;

/// <summary>A valid manifest of the cluster: what it means, and its JSON as the cluster has it.</summary>
/// <param name="Document">Read and checked.</param>
/// <param name="Json">The whole object.</param>
internal sealed record ManifestObject<T>(ManifestDocument<T> Document, JsonElement Json)
    where T : Manifest
{
    public string Namespace => Document.Namespace;

    public string Name => Document.Name;

    public T Manifest => Document.Manifest;

    /// <summary>Empty where the object is of no cluster.</summary>
    public string Uid => Json.GetProperty("metadata").TryGetProperty("uid", out var uid) ? uid.GetString()! : "";
}
