namespace Inference.Cluster;

/// <summary>A kind of object and where an API server keeps it.</summary>
/// <param name="Group">Empty for the core group.</param>
/// <param name="Plural">The resource's name in addresses: <c>deployments</c>.</param>
public sealed record ResourceType(string Group, string Version, string Plural, string Kind, bool IsNamespaced = true)
{
    /// <summary><c>v1</c> or <c>apps/v1</c>.</summary>
    public string ApiVersion { get; } = Group.Length == 0 ? Version : $"{Group}/{Version}";

    public override string ToString() => Group.Length == 0 ? Plural : $"{Plural}.{Group}";
}
