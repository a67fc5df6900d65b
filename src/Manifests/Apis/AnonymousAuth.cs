namespace Inference.Manifests;

/// <summary>Open on purpose.</summary>
public sealed record AnonymousAuth;
