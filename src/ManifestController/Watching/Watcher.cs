using Inference.Cluster;
using ManifestController.Planning;
using ManifestController.Reconciling;

namespace ManifestController.Watching;

/// <summary>Keeps the stores as the cluster is, and says which manifests a change matters to.</summary>
internal sealed partial class Watcher(ClusterClient client, ObjectStores stores, WatchRange range, WorkQueue<ReconcileKey> queue, ILogger logger)
{
    // one write of ours is followed by several of the cluster's own, which then cost one pass
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(250);
    private readonly KeyMap keys = new(stores);

    /// <summary>Watches until cancelled.</summary>
    /// <param name="listed">Called once everything has been seen: until then nothing may be done, since what is not seen yet would be taken for missing.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(Action listed, CancellationToken cancellationToken)
    {
        var targets = (from type in stores.Types from @namespace in range.Namespaces where type != Kinds.Secret || range.CredentialsSecret is not null select (type, @namespace)).ToList();
        var unseen = targets.Count;
        await Together.RunAsync(cancellationToken, [.. targets.Select(target => (Func<CancellationToken, Task>)(token => FollowAsync(target.type, target.@namespace, () => CountDown(ref unseen, listed), token)))]);
    }

    /// <summary>What the host in a pod says has changed.</summary>
    public void Heard(ClusterObject pod)
    {
        foreach (var key in keys.Of(Kinds.Pod, pod))
            queue.Add(key);
    }

    private static void CountDown(ref int unseen, Action listed)
    {
        if (Interlocked.Decrement(ref unseen) == 0)
            listed();
    }

    private async Task FollowAsync(ResourceType type, string? @namespace, Action firstListed, CancellationToken cancellationToken)
    {
        var isListed = false;
        var delay = stores.AreMade(type) ? Settling : TimeSpan.Zero;
        await foreach (var change in client.WatchAsync(type, Scope(type, @namespace), cancellationToken))
        {
            foreach (var item in Take(type, @namespace, change))
            {
                foreach (var key in keys.Of(type, item))
                    queue.AddAfter(key, delay);
            }

            if (change is WatchEvent.Failed failed)
                LogFailed(logger, type, failed.Error);
            if (isListed || change is not WatchEvent.Listed)
                continue;
            isListed = true;
            firstListed();
        }
    }

    /// <summary>Every object that matters now, as it was and as it is.</summary>
    private IEnumerable<ClusterObject> Take(ResourceType type, string? @namespace, WatchEvent change)
    {
        switch (change)
        {
            case WatchEvent.Listed listed:
                return stores[type].Replace([.. listed.Items.Where(item => IsKept(type, item))], @namespace);
            case WatchEvent.Changed changed when !IsKept(type, changed.Object):
                return stores[type].Remove(changed.Object) is { } disowned ? [disowned] : [];
            case WatchEvent.Changed changed:
                var (before, isNew) = stores[type].Put(changed.Object);
                return !isNew ? [] : before is null ? [changed.Object] : [changed.Object, before];
            case WatchEvent.Deleted deleted:
                return stores[type].Remove(deleted.Object) is { } gone ? [gone] : [];
            default:
                return [];
        }
    }

    // anybody may put our label on anything
    private bool IsKept(ResourceType type, ClusterObject item) => !stores.AreMade(type) || type == Kinds.ServiceAccount || item.Owners.Any(owner => owner.IsController);

    private ListScope Scope(ResourceType type, string? @namespace)
    {
        var scope = new ListScope { Namespace = @namespace };
        if (type == Kinds.Secret)
            return scope with { FieldSelector = $"metadata.name={range.CredentialsSecret}", MetadataOnly = true };
        return type == Kinds.Component || type == Kinds.Api || type == Kinds.Box ? scope : scope with { LabelSelector = Labels.Selector };
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "the watch of {Type} was broken off and begins again: {Error}")]
    private static partial void LogFailed(ILogger logger, ResourceType type, ClusterError error);
}
