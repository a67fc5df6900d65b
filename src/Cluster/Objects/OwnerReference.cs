namespace Inference.Cluster;

/// <summary>One of <c>metadata.ownerReferences</c>.</summary>
/// <param name="IsController">The one owner that manages the object.</param>
public sealed record OwnerReference(string ApiVersion, string Kind, string Name, string Uid, bool IsController);
