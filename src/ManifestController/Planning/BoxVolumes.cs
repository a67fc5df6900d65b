using System.Text.Json.Nodes;
using Inference.Manifests;
using ManifestController.Planning.Settings;

namespace ManifestController.Planning;

/// <summary>Boxes that a CSI driver mounts, where one is configured.</summary>
internal static class BoxVolumes
{
    public static IEnumerable<(string Name, string Path, JsonObject Volume)> Of(ServedSet served, PlanSettings settings)
    {
        if (settings.BoxDriver is not { } driver)
            yield break;
        foreach (var box in served.Boxes)
        {
            var name = ObjectNames.OfVolume("box", box.Name);
            var volume = driver.Volume(Values(box, settings.Store));
            volume["name"] = name;
            yield return (name, $"{ManifestFiles.BoxesFolder}/{box.Name}", volume);
        }
    }

    private static Dictionary<string, string> Values(ManifestObject<DataBox> box, StoreSettings? store) => box.Manifest.Spec.S3 is { } s3
        ? Values(box, s3.Endpoint, s3.Bucket, s3.Prefix.Value ?? "", s3.Region ?? store?.Region, s3.Credentials)
        : Values(box, store?.Endpoint, store?.Bucket, $"{box.Namespace}/{box.Name}", store?.Region, store?.CredentialsSecret);

    private static Dictionary<string, string> Values(ManifestObject<DataBox> box, string? endpoint, string? bucket, string prefix, string? region, string? credentials) => new()
    {
        ["namespace"] = box.Namespace,
        ["box"] = box.Name,
        ["endpoint"] = endpoint ?? "",
        ["bucket"] = bucket ?? "",
        ["prefix"] = prefix,
        ["region"] = region ?? "",
        ["credentials"] = credentials ?? "",
    };
}
