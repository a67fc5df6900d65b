using System.Text.Json;
using Inference.Cluster;
using Inference.Manifests;
using ManifestController.Planning;
using ManifestController.Pods;
using ManifestController.Watching;

namespace ManifestController.Judging;

/// <summary>What a Deployment serves now, from the ConfigMap that its pods read: the cluster itself remembers the last version of a manifest that was accepted.</summary>
internal static class LastVersion
{
    /// <summary>The API as it is served; null where it is not.</summary>
    public static ManifestObject<APIComponent>? Api(ObjectStores stores, string @namespace, string deployment, string name)
    {
        if (stores[Kinds.Deployment].Find(new ObjectName(@namespace, deployment)) is not { } there
            || RawFields.Find(there.Json, "spec", "template", "spec") is not { } pod
            || PodFields.ManifestsOf(pod) is not { } configMap
            || stores[Kinds.ConfigMap].Find(new ObjectName(@namespace, configMap)) is not { } files
            || RawFields.Text(files.Json, "data", ManifestFiles.ApiFile(name)) is not { } text)
            return null;

        // read by itself, since what it refers to has been judged elsewhere
        using var json = JsonDocument.Parse(text);
        var copy = json.RootElement.Clone();
        var component = ApiComponent(stores, @namespace, copy);
        var set = ManifestReader.ReadObjects(component is null ? [(name, copy)] : [(component.Name, component.Json), (name, copy)]);
        return set.Find<APIComponent>(@namespace, name) is { } document ? new ManifestObject<APIComponent>(document, copy) : null;
    }

    private static ClusterObject? ApiComponent(ObjectStores stores, string @namespace, JsonElement api) =>
        RawFields.Text(api, "spec", "mlComponent", "name") is { } target ? stores.Components.Find(new ObjectName(@namespace, target)) : null;
}
