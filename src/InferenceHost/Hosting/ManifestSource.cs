using Inference.Manifests;
using InferenceHost.Publishing;

namespace InferenceHost.Hosting;

/// <summary>Where the manifests come from.</summary>
/// <param name="Manifests">A folder, a manifest file, or a bare model file.</param>
/// <param name="Secrets">The folder of mounted Secrets; null for none.</param>
internal sealed record ManifestSource(string Manifests, string? Secrets)
{
    private bool IsModelFile => File.Exists(Manifests) && Path.GetExtension(Manifests) is not (".yaml" or ".yml");

    /// <summary>Equal as long as nothing has changed.</summary>
    public ManifestStamp LookAt() => (IsModelFile ? ManifestStamp.None : ManifestStamp.Of(Manifests)).And(MountedSecrets.StampOf(Secrets));

    /// <summary>Why nothing will ever be served from here, though it is looked at again and again: a file that is no model's does not become one. Null where something may.</summary>
    public string? WhyNever(ManifestReading reading) =>
        IsModelFile ? reading.Manifests.Diagnostics.FirstOrDefault(static diagnostic => diagnostic.Severity == Severity.Error)?.ToString() : null;

    /// <summary>What is there now. The stamp is older than what was read: what changed meanwhile is seen by the next look.</summary>
    public ManifestReading Read()
    {
        var stamp = LookAt();
        return new ManifestReading(stamp, IsModelFile ? ManifestReader.ForModelFile(Manifests) : ManifestReader.ReadFolder(Manifests), MountedSecrets.Read(Secrets));
    }
}
