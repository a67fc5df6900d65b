using Inference.Adapters.Onnx;
using Inference.Manifests;
using InferenceHost.Publishing;

namespace InferenceHost.Hosting;

/// <summary>What the manifests and Secrets said at one moment.</summary>
internal sealed record ManifestReading(ManifestStamp Stamp, ManifestSet Manifests, MountedSecrets Secrets)
{
    /// <summary>Reads while the caller goes on; what the components will need that takes long to start is started at once.</summary>
    public static Task<ManifestReading> BeginAsync(ManifestSource source) => Task.Run(() =>
    {
        var read = source.Read();
        if (read.Manifests.Components.Any(document => document.Manifest.Spec.MlService.Inference.EntryPoint.Onnx is not null))
            OnnxModelLoader.Prepare();
        return read;
    });
}
