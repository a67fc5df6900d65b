namespace Inference.Manifests.Documents;

/// <summary>What tells documents apart.</summary>
internal sealed record DocumentKey(string Kind, string Namespace, string Name);
