namespace ManifestController.Watching;

/// <summary>What of the cluster is looked at.</summary>
/// <param name="Namespaces">By name; one null for all.</param>
/// <param name="CredentialsSecret">The name of the Secrets with the default store's credentials; null where there is no such store.</param>
internal sealed record WatchRange(IReadOnlyList<string?> Namespaces, string? CredentialsSecret);
