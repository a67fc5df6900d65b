using Inference.Cluster;

namespace ManifestController.Watching;

/// <summary>What an APIComponent says of itself before it is read in full.</summary>
internal static class ApiFields
{
    public const string FilesPath = "files";

    /// <summary>The component that it leads to.</summary>
    public static string? Target(ClusterObject api) => RawFields.Text(api.Json, "spec", "mlComponent", "name");

    public static bool IsFiles(ClusterObject api) => RawFields.Find(api.Json, "spec", "files") is not null;

    /// <summary>The last segment of its URL; null where it has none.</summary>
    public static string? UrlPath(ClusterObject api) => IsFiles(api) ? FilesPath : RawFields.Text(api.Json, "spec", "restfulApi", "path");
}
