namespace InferenceHost.Protocols.OpenInference;

/// <summary>Whether callers of the internal listener may load and unload.</summary>
internal sealed record RepositoryControl(bool IsAllowed);
