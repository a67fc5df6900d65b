using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Inference.Manifests;
using ManifestController.Planning.Settings;

namespace ManifestController.Planning;

/// <summary>
/// The manifests as the host reads them: what the cluster has, without what only the controller looks at (so that a change of that restarts nothing) and without folders, which a cluster does not have.
/// </summary>
internal static class ManifestFiles
{
    /// <summary>Where boxes of a CSI driver are mounted.</summary>
    public const string BoxesFolder = "/boxes";

    private const string Component = "mlcomponent";
    private const string Api = "apicomponent";
    private const string Box = "databox";

    /// <summary>File name → text, in ordinal order.</summary>
    public static SortedDictionary<string, string> Of(ServedSet served, BoxDriver? driver)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (served.Component is { } component)
            files[FileName(Component, component.Name)] = Write(component.Json, spec => Drop(spec, "image", "scaling"));
        foreach (var api in served.Apis)
            files[ApiFile(api.Name)] = Write(api.Json, _ => { });
        foreach (var box in served.Boxes)
            files[FileName(Box, box.Name)] = Write(box.Json, spec => Place(box, spec, driver));
        return files;
    }

    /// <summary>The file of an API.</summary>
    public static string ApiFile(string name) => FileName(Api, name);

    /// <summary>One text that changes when any of the files does.</summary>
    public static string Content(SortedDictionary<string, string> files) =>
        files.Aggregate(new StringBuilder(), (all, file) => all.Append(file.Key).Append('\n').Append(file.Value).Append('\n')).ToString();

    private static string FileName(string kind, string name) => $"{kind}-{name}.yaml";

    private static string Write(JsonElement manifest, Action<JsonObject> change)
    {
        var metadata = manifest.GetProperty("metadata");
        var spec = (JsonObject)CanonicalJson.Sorted(manifest.GetProperty("spec"))!;
        change(spec);
        return CanonicalJson.Write(new JsonObject
        {
            ["apiVersion"] = manifest.GetProperty("apiVersion").GetString(),
            ["kind"] = manifest.GetProperty("kind").GetString(),
            ["metadata"] = new JsonObject { ["name"] = metadata.GetProperty("name").GetString(), ["namespace"] = metadata.GetProperty("namespace").GetString() },
            ["spec"] = spec,
        });
    }

    private static void Place(ManifestObject<DataBox> box, JsonObject spec, BoxDriver? driver)
    {
        Drop(spec, "folder");
        if (driver is null)
            return;
        Drop(spec, "s3", "s3DefaultStorage");
        spec["folder"] = new JsonObject { ["path"] = $"{BoxesFolder}/{box.Name}" };
    }

    private static void Drop(JsonObject spec, params ReadOnlySpan<string> fields)
    {
        foreach (var field in fields)
            spec.Remove(field);
    }
}
