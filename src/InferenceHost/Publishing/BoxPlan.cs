using Inference.Manifests;

namespace InferenceHost.Publishing;

/// <summary>Where boxes lie on this machine.</summary>
internal static class BoxPlan
{
    /// <summary>The folder that is the box's root.</summary>
    public static string Root(ManifestDocument<DataBox> box, PublishingSettings settings) =>
        box.Manifest.Spec.Folder?.FullPath ?? Path.Combine(settings.BoxesFolder, box.Namespace, box.Name);

    /// <summary>Null where the box has no folder here.</summary>
    public static PlannedBox? Of(ManifestDocument<DataBox> box, PublishingSettings settings)
    {
        var spec = box.Manifest.Spec;
        return Unbuilt.Of(box) is null
            ? new PlannedBox(box.Namespace, box.Name, Root(box, settings), IsOwn: spec.Folder is null, spec.S3DefaultStorage?.Capacity.Bytes)
            : null;
    }
}
