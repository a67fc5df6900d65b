using System.Text;
using Inference.Cluster;
using Inference.Manifests;
using ManifestController.Planning;
using ManifestController.Planning.Settings;
using ManifestController.Pods;
using ManifestController.Watching;

namespace ManifestController.Judging;

/// <summary>What a Deployment serves now, from the ConfigMap that its pods read: the cluster itself remembers the last version of a manifest that was accepted.</summary>
internal static class LastVersion
{
    /// <summary>The API as it is served; null where it is not.</summary>
    public static ManifestObject<APIComponent>? Api(ObjectStores stores, string @namespace, string deployment, string name, PlanSettings settings)
    {
        if (stores[Kinds.Deployment].Find(new ObjectName(@namespace, deployment)) is not { } there
            || RawFields.Find(there.Json, "spec", "template", "spec") is not { } pod
            || PodFields.ManifestsOf(pod) is not { } configMap
            || stores[Kinds.ConfigMap].Find(new ObjectName(@namespace, configMap)) is not { } files
            || RawFields.Text(files.Json, "data", ManifestFiles.ApiFile(name)) is not { } text)
            return null;

        var old = ClusterObject.Parse(Encoding.UTF8.GetBytes(text));
        return ManifestView.OfLastVersion(old, stores, settings).Find<APIComponent>(Kinds.Api.Kind, name);
    }
}
