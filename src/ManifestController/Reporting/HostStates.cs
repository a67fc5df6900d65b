using Inference.Cluster;
using ManifestController.Planning;
using ManifestController.Pods;
using ManifestController.Watching;

namespace ManifestController.Reporting;

/// <summary>How what answers for a manifest is.</summary>
internal static class HostStates
{
    public static HostState OfComponent(ObjectName id, ObjectStores stores, Func<ClusterObject, PodReport?> reportOf) =>
        Read(ObjectNames.OfComponent(id.Name), Labels.Component, id.Name, (Kinds.Component, id), stores, reportOf);

    /// <summary>Of a file API its own host, of others the component's, each asked about this API.</summary>
    public static HostState OfApi(ClusterObject manifest, ObjectStores stores, Func<ClusterObject, PodReport?> reportOf) => ApiFields.Target(manifest) is { } target
        ? Read(ObjectNames.OfComponent(target), Labels.Component, target, (Kinds.Api, manifest.Id), stores, reportOf)
        : Read(ObjectNames.OfFiles(manifest.Name), Labels.Api, manifest.Name, (Kinds.Api, manifest.Id), stores, reportOf);

    private static HostState Read(
        string deployment, string label, string owner, (ResourceType Type, ObjectName Id) asked, ObjectStores stores, Func<ClusterObject, PodReport?> reportOf) => HostStateReader.Read(
            stores[Kinds.Deployment].Find(asked.Id with { Name = deployment }),
            stores.Pods.FindBy(asked.Id.Namespace, IndexKeys.Owner(label, owner)),
            reportOf,
            asked.Type.Kind,
            asked.Id.Name);
}
