using System.Text.Json.Nodes;

namespace Inference.Cluster;

/// <summary>A cluster or a user of a kubeconfig.</summary>
/// <param name="File">Where it stands; what it names lies relative to the folder of that.</param>
/// <param name="Title">What a message calls it.</param>
internal sealed record KubeconfigEntry(string File, string Title, JsonObject Content)
{
    /// <summary>Empty where it is missing.</summary>
    public string this[string key] => KubeconfigFile.Text(Content, key);

    public bool Has(string key) => Content[key] is not null;

    public string Locate(string path) => Path.GetFullPath(path, Path.GetDirectoryName(File)!);
}
