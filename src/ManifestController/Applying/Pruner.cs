using Inference.Cluster;
using ManifestController.Planning;
using ManifestController.Pods;
using ManifestController.Watching;

namespace ManifestController.Applying;

/// <summary>Removes what was made for a manifest and is not wanted any more.</summary>
internal sealed class Pruner(ClusterClient client, ObjectStores stores)
{
    /// <summary>Null, or what could not be removed.</summary>
    /// <param name="owner">Whose objects.</param>
    /// <param name="wanted">All that is.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ClusterError?> PruneAsync(Owner owner, IReadOnlyList<DesiredObject> wanted, CancellationToken cancellationToken)
    {
        var names = wanted.Select(item => (item.Type, item.Id)).Concat(Running(owner)).ToHashSet();
        foreach (var type in stores.Made)
        {
            foreach (var item in stores[type].FindBy(owner.Namespace, IndexKeys.Owner(owner.Label, owner.Name)).Where(item => IsOf(item, owner) && !names.Contains((type, item.Id))))
            {
                var answer = await client.DeleteAsync(type, item.Id, new DeleteOptions { Uid = item.Uid }, cancellationToken);
                if (!answer.TryGet(out _, out var error))
                    return error;
            }
        }

        return null;
    }

    private static bool IsOf(ClusterObject item, Owner owner) =>
        item.DeletionTimestamp is null && item.Owners.Any(reference => reference.IsController && reference.Uid == owner.Uid);

    // while old pods run, one of them may be started again, and then needs the ConfigMap that it began with
    private IEnumerable<(ResourceType Type, ObjectName Id)> Running(Owner owner) => stores[Kinds.ReplicaSet].FindBy(owner.Namespace, IndexKeys.Owner(owner.Label, owner.Name))
        .Where(set => RawFields.Number(set.Json, "spec", "replicas") > 0 || RawFields.Number(set.Json, "status", "replicas") > 0)
        .Select(set => RawFields.Find(set.Json, "spec", "template", "spec") is { } pod ? PodFields.ManifestsOf(pod) : null)
        .OfType<string>()
        .Select(name => (Kinds.ConfigMap, new ObjectName(owner.Namespace, name)));
}
