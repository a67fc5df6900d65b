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
    public static ManifestObject<APIComponent>? Api(ObjectStores stores, string @namespace, string deployment, string name, PlanSettings settings) =>
        Text(stores, @namespace, deployment, name) is { } text
            ? ManifestView.OfLastVersion(ClusterObject.Parse(Encoding.UTF8.GetBytes(text)), stores, settings).Find<APIComponent>(Kinds.Api.Kind, name)
            : null;

    /// <summary>The manifest of an API that the pods of a Deployment read; null where they read none.</summary>
    public static string? Text(ObjectStores stores, string @namespace, string deployment, string name) =>
        stores[Kinds.Deployment].Find(new ObjectName(@namespace, deployment)) is { } there
        && RawFields.Find(there.Json, "spec", "template", "spec") is { } pod
        && PodFields.ManifestsOf(pod) is { } configMap
        && stores[Kinds.ConfigMap].Find(new ObjectName(@namespace, configMap)) is { } files
        && IsAsMade(files, deployment)
            ? RawFields.Text(files.Json, "data", ManifestFiles.ApiFile(name))
            : null;

    // its name says what is in it: what somebody else wrote into it was never accepted
    private static bool IsAsMade(ClusterObject files, string deployment) =>
        files.Name == ObjectNames.WithContent(deployment, ManifestFiles.Content(RawFields.Texts(files.Json, "data")));
}
