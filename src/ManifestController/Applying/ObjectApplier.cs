using System.Text.Json.Nodes;
using Inference.Cluster;
using ManifestController.Planning;
using ManifestController.Watching;

namespace ManifestController.Applying;

/// <summary>Writes desired objects, and only where the cluster does not have them as they should be.</summary>
internal sealed class ObjectApplier(ClusterClient client, ObjectStores stores)
{
    public const string FieldManager = "inference-controller";

    // what we own is ours: whoever else writes these fields is overruled
    private static readonly ApplyOptions Forced = new(FieldManager, Force: true);

    public async Task<ApplyResult> ApplyAsync(DesiredObject desired, string ownerUid, CancellationToken cancellationToken)
    {
        var body = (JsonObject)desired.Body.DeepClone();
        var hash = ObjectNames.Hash(body.ToJsonString());
        Annotate(body, hash);
        var (actual, unread) = await FindAsync(desired, cancellationToken);
        if (unread is not null)
            return new ApplyResult(ApplyChange.Failed, Problem: $"{desired.Type.Kind} {desired.Name}: {unread.Message}", Error: unread);
        if (actual is not null && Refuse(actual, desired, ownerUid) is { } refused)
            return refused;
        var wasApplied = actual is not null && actual.Annotations.GetValueOrDefault(Labels.Applied) == hash;
        var different = actual is null ? null : Drift.Find(body, actual.Json);
        if (wasApplied && different is null)
            return new ApplyResult(ApplyChange.None, actual);
        var answer = await client.ApplyAsync(desired.Type, desired.Id, body, Forced, cancellationToken);
        if (!answer.TryGet(out var written, out var error))
            return new ApplyResult(ApplyChange.Failed, Problem: $"{desired.Type.Kind} {desired.Name}: {error.Message}", Error: error);
        stores[desired.Type].Put(written);
        return actual is null ? new ApplyResult(ApplyChange.Created, written)
            : wasApplied ? new ApplyResult(ApplyChange.Undone, written) { Undone = $"{desired.Type.Kind} {desired.Name}: {different}" }
            : new ApplyResult(ApplyChange.Changed, written);
    }

    // only what bears our label is watched: what is not seen may be somebody else's, who must not lose it
    private async Task<(ClusterObject? Actual, ClusterError? Error)> FindAsync(DesiredObject desired, CancellationToken cancellationToken)
    {
        if (stores[desired.Type].Find(desired.Id) is { } seen)
            return (seen, null);
        var answer = await client.GetAsync(desired.Type, desired.Id, cancellationToken);
        return answer.TryGet(out var found, out var error) ? (found, null) : (null, error.Code == ClusterErrorCode.NotFound ? null : error);
    }

    private bool IsThere(OwnerReference owner, string @namespace)
    {
        var manifests = owner.Kind == Kinds.Component.Kind ? stores.Components : stores.Apis;
        return manifests.Find(new ObjectName(@namespace, owner.Name))?.Uid == owner.Uid;
    }

    private ApplyResult? Refuse(ClusterObject actual, DesiredObject desired, string ownerUid)
    {
        if (actual.DeletionTimestamp is not null)
            return new ApplyResult(ApplyChange.Leaving);
        var isOurs = actual.Labels.GetValueOrDefault(Labels.ManagedBy) == Labels.Controller;
        var owner = actual.Owners.FirstOrDefault(reference => reference.IsController);
        if (desired.IsShared ? isOurs : owner?.Uid == ownerUid)
            return null;

        // left of a manifest of the same name that was removed: the cluster is about to remove it too
        if (owner is not null && isOurs && !IsThere(owner, desired.Namespace))
            return new ApplyResult(ApplyChange.Leaving);
        return new ApplyResult(
            ApplyChange.Foreign,
            Problem: $"a {desired.Type.Kind} named {desired.Name} is there already and was not made for this manifest: it is left as it is; rename the manifest, or remove that {desired.Type.Kind}");
    }

    private static void Annotate(JsonObject body, string hash)
    {
        var metadata = body["metadata"]!.AsObject();
        if (metadata["annotations"] is not JsonObject annotations)
            metadata["annotations"] = annotations = [];
        annotations[Labels.Applied] = hash;
    }
}
