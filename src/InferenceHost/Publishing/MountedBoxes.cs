using Inference.Manifests;
using InferenceHost.Components;

namespace InferenceHost.Publishing;

/// <summary>The mounted boxes of one component, and where they lie on this machine.</summary>
/// <param name="document">Valid.</param>
/// <param name="manifests">Where its boxes are described.</param>
/// <param name="settings">Where boxes lie.</param>
internal sealed class MountedBoxes(ManifestDocument<MLComponent> document, ManifestSet manifests, PublishingSettings settings)
{
    /// <summary>All of them, in the order of the manifest.</summary>
    public EquatableList<Mount> All() =>
        [.. document.Manifest.Spec.ConnectedBoxes.Where(connected => connected.MountS3Box is not null).Select(connected => MountOf(connected, BoxOf(connected)))];

    /// <summary>A file or folder that a mount must hold.</summary>
    /// <param name="alias">Of a mounted box.</param>
    /// <param name="path">In its mount.</param>
    public BoxFile File(string alias, ContainerPath path)
    {
        var connected = document.Manifest.Spec.Box(alias)!;
        var box = BoxOf(connected);
        var mount = MountOf(connected, box);
        var inMount = Path.GetRelativePath(connected.Path!.Value.Value, path.Value);
        var inBox = Path.Combine(connected.MountS3Box!.SubPath.Value, inMount);
        var place = BoxPlan.StoreOf(box, settings)?.Tell(inBox) ?? Path.GetFullPath(Path.Combine(mount.Folder, inMount));
        return new BoxFile(mount, inMount, Hint(box, inBox, place));
    }

    private ManifestDocument<DataBox> BoxOf(ConnectedBox connected) => manifests.Find<DataBox>(document.Namespace, connected.S3BoxName)!;

    private Mount MountOf(ConnectedBox connected, ManifestDocument<DataBox> box) =>
        new(connected.Path!.Value.BelowRoot, Path.Combine(BoxPlan.Root(box, settings), connected.MountS3Box!.SubPath.Value))
        {
            BoxFolder = BoxPlan.StoreOf(box, settings) is null ? BoxPlan.Root(box, settings) : null,
            Part = BoxPlan.StoreOf(box, settings) is null ? null : new BoxPart(box.Namespace, box.Name, connected.MountS3Box!.SubPath.Value),
        };

    private string Hint(ManifestDocument<DataBox> box, string inBox, string place)
    {
        var hint = $"'{inBox}' is not in box {box.Name} yet: put it at {place}";
        if (inBox.Split('/') is not ["users", var user, "file_groups", .. var rest])
            return hint;
        var path = $"/{box.Namespace}/files/{box.Name}/{string.Join('/', rest.Select(Uri.EscapeDataString))}";
        return manifests.Apis.Any(api => api.Namespace == box.Namespace && api.Manifest.Spec is { Target: ApiTarget.Files, Published: true })
            ? $"{hint}, or upload it: curl -u {user} --data-binary @{Quoted(rest[^1])} {Quoted((settings.PublicUrl ?? "http://HOST:PORT") + path)}"
            : $"{hint}, or where a file API is published POST it to {path} as user {user}";
    }

    /// <summary>As a shell takes it for one word.</summary>
    private static string Quoted(string word) => word.All(letter => char.IsAsciiLetterOrDigit(letter) || "/._-:@%".Contains(letter, StringComparison.Ordinal)) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
