using System.Globalization;
using Inference.Adapters.Onnx;
using Inference.Manifests;
using InferenceHost.Components;

namespace InferenceHost.Publishing;

/// <summary>What a component's manifest comes to on this host.</summary>
internal static class ComponentSpecs
{
    /// <param name="document">Valid, and asking for nothing that is not built.</param>
    /// <param name="manifests">Where its boxes are described.</param>
    /// <param name="settings">Where boxes lie.</param>
    public static ComponentSpec Of(ManifestDocument<MLComponent> document, ManifestSet manifests, PublishingSettings settings)
    {
        var inference = document.Manifest.Spec.MlService.Inference;
        var model = inference.Model!;
        var mounted = document.Manifest.Spec.Box(model.ModelBox)!;
        var box = manifests.Find<DataBox>(document.Namespace, mounted.S3BoxName)!;
        var subPath = mounted.MountS3Box!.SubPath.Value;
        var mountRoot = Path.Combine(BoxRoot(box, settings), subPath);
        var inMount = Path.GetRelativePath(mounted.Path!.Value.Value, model.ModelPath.Value);
        var modelPath = Path.GetFullPath(Path.Combine(mountRoot, inMount));
        return new ComponentSpec
        {
            Namespace = document.Namespace,
            Name = document.Name,
            ModelPath = modelPath,
            MountRoot = mountRoot,
            ModelHint = Hint(box, Path.Combine(subPath, inMount), modelPath),
            Loader = Onnx(inference.EntryPoint.Onnx!),
            Concurrency = inference.Concurrency ?? Environment.ProcessorCount,
            QueueLength = inference.Queue.MaxLength,
            QueueTimeout = inference.Queue.Timeout?.Value,
            RequestTimeout = inference.RequestTimeout.Value,
            WarmupEnabled = inference.Warmup.Enabled,
            WarmupBody = inference.Warmup.Inputs is { } inputs ? $"{{\"inputs\":{inputs}}}" : null,
        };
    }

    /// <summary>The folder that is the box's root on this machine.</summary>
    public static string BoxRoot(ManifestDocument<DataBox> box, PublishingSettings settings) =>
        box.Manifest.Spec.Folder?.FullPath ?? Path.Combine(settings.BoxesFolder, box.Namespace, box.Name);

    private static LoaderChoice Onnx(OnnxEntryPoint entry)
    {
        var options = new OnnxOptions { IntraOpThreads = entry.IntraOpThreads, ExecutionProviders = entry.ExecutionProviders };
        var threads = entry.IntraOpThreads?.ToString(CultureInfo.InvariantCulture) ?? "shared";
        return new LoaderChoice(new OnnxModelLoader(options), $"onnx; providers {string.Join(',', entry.ExecutionProviders)}; threads {threads}");
    }

    private static string Hint(ManifestDocument<DataBox> box, string inBox, string modelPath)
    {
        var hint = $"'{inBox}' is not in box {box.Name} yet: put it at {modelPath}";
        return inBox.Split('/') is ["users", var user, "file_groups", .. var rest]
            ? $"{hint} (in the file API, which this version does not serve yet: PUT /{box.Namespace}/files/{box.Name}/{string.Join('/', rest)} as user {user})"
            : hint;
    }
}
