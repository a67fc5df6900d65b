namespace InferenceHost.Hosting;

/// <summary>Where the manifests come from.</summary>
/// <param name="Manifests">A folder, a manifest file, or a bare model file.</param>
/// <param name="Secrets">The folder of mounted Secrets; null for none.</param>
internal sealed record ManifestSource(string Manifests, string? Secrets);
