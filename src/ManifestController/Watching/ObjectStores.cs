using Inference.Cluster;

namespace ManifestController.Watching;

/// <summary>All that is watched of the cluster.</summary>
internal sealed class ObjectStores
{
    private readonly Dictionary<ResourceType, ObjectStore> stores;

    /// <param name="autoscaler">The version that the cluster serves.</param>
    /// <param name="disruptionBudget">The version that the cluster serves.</param>
    public ObjectStores(ResourceType autoscaler, ResourceType disruptionBudget)
    {
        Made = [Kinds.Ingress, autoscaler, Kinds.Deployment, disruptionBudget, Kinds.Service, Kinds.NetworkPolicy, Kinds.ConfigMap, Kinds.ServiceAccount];
        stores = Made.Append(Kinds.ReplicaSet).Append(Kinds.Pod).ToDictionary(type => type, _ => new ObjectStore(IndexKeys.OfMade));
        stores[Kinds.Component] = new ObjectStore(IndexKeys.OfComponent);
        stores[Kinds.Api] = new ObjectStore(IndexKeys.OfApi);
        stores[Kinds.Box] = new ObjectStore(IndexKeys.None);
        stores[Kinds.Secret] = new ObjectStore(IndexKeys.None);
    }

    public IEnumerable<ResourceType> Types => stores.Keys;

    /// <summary>What is made for manifests, in the order in which it is removed: what serves first.</summary>
    public IReadOnlyList<ResourceType> Made { get; }

    /// <summary>Whether these are made for manifests, by this controller or of what it makes by the cluster.</summary>
    public bool AreMade(ResourceType type) => Made.Contains(type) || type == Kinds.ReplicaSet || type == Kinds.Pod;

    public ObjectStore Components => stores[Kinds.Component];

    public ObjectStore Apis => stores[Kinds.Api];

    public ObjectStore Boxes => stores[Kinds.Box];

    public ObjectStore Pods => stores[Kinds.Pod];

    /// <summary>Without their contents.</summary>
    public ObjectStore Secrets => stores[Kinds.Secret];

    public ObjectStore this[ResourceType type] => stores[type];

    /// <summary>APIs that want the URL of this one, without it.</summary>
    public IEnumerable<ClusterObject> Rivals(ClusterObject api) =>
        ApiFields.UrlPath(api) is { } path ? Apis.FindBy(api.Namespace, IndexKeys.Url(path)).Where(other => other.Name != api.Name) : [];

    /// <summary>APIs that lead to a component.</summary>
    public IReadOnlyList<ClusterObject> ApisOf(ClusterObject component) => Apis.FindBy(component.Namespace, IndexKeys.Target(component.Name));

    /// <summary>File APIs of a namespace.</summary>
    public IEnumerable<ClusterObject> FileApis(string @namespace) => Apis.FindBy(@namespace, IndexKeys.Url(ApiFields.FilesPath)).Where(ApiFields.IsFiles);
}
