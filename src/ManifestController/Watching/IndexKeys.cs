using Inference.Cluster;
using ManifestController.Planning;

namespace ManifestController.Watching;

/// <summary>What objects are found by besides their names.</summary>
internal static class IndexKeys
{
    /// <summary>APIs by the component that they lead to.</summary>
    public static string Target(string component) => $"target/{component}";

    /// <summary>APIs by the last segment of their URL.</summary>
    public static string Url(string path) => $"url/{path}";

    /// <summary>Components by a box that they connect.</summary>
    public static string Box(string box) => $"box/{box}";

    /// <summary>What was made for a manifest, by the label that leads back to it.</summary>
    public static string Owner(string label, string name) => $"{label}/{name}";

    public static IEnumerable<string> OfApi(ClusterObject api)
    {
        if (ApiFields.Target(api) is { } target)
            yield return Target(target);
        if (ApiFields.UrlPath(api) is { } path)
            yield return Url(path);
    }

    public static IEnumerable<string> OfComponent(ClusterObject component) => RawFields.BoxNames(component.Json).Distinct().Select(Box);

    public static IEnumerable<string> OfMade(ClusterObject item)
    {
        var labels = item.Labels;
        if (labels.TryGetValue(Labels.Component, out var component))
            yield return Owner(Labels.Component, component);
        if (labels.TryGetValue(Labels.Api, out var api))
            yield return Owner(Labels.Api, api);
    }

    public static IEnumerable<string> None(ClusterObject item) => [];
}
