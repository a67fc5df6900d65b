using System.Text;

namespace Inference.Manifests;

/// <summary>A Kubernetes Secret (core/v1). Its values are in no text that this assembly makes.</summary>
public sealed record Secret : Manifest
{
    /// <summary><c>data</c> decoded, and over it <c>stringData</c>.</summary>
    public IReadOnlyDictionary<string, SecretValue> Values { get; init; } = new Dictionary<string, SecretValue>();

    protected override bool PrintMembers(StringBuilder builder)
    {
        builder.Append($"Namespace = {Namespace}, Name = {Name}, Values = {Values.Count}");
        return true;
    }
}
