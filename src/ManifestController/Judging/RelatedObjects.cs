using Inference.Cluster;
using ManifestController.Watching;

namespace ManifestController.Judging;

/// <summary>Gathers what a manifest is to be read together with.</summary>
internal sealed class RelatedObjects(ObjectStores stores, string @namespace)
{
    private readonly List<ClusterObject> found = [];
    private readonly HashSet<(string Kind, string Name)> names = [];

    public IReadOnlyList<ClusterObject> All => found;

    /// <summary>A component and its boxes; where one is missing, all boxes, for the message that says which there are.</summary>
    public RelatedObjects AddComponent(ClusterObject component)
    {
        if (!TryAdd(component))
            return this;
        var boxes = RawFields.BoxNames(component.Json).Distinct().Select(name => stores.Boxes.Find(new ObjectName(@namespace, name))).ToList();
        foreach (var box in boxes.Contains(null) ? stores.Boxes.In(@namespace) : boxes.OfType<ClusterObject>())
            TryAdd(box);
        return this;
    }

    public RelatedObjects AddApisOf(ClusterObject component)
    {
        foreach (var api in stores.ApisOf(component))
            AddApi(api);
        return this;
    }

    /// <summary>An API, what it leads to, and others of its URL with what they lead to, since one that is invalid takes no URL.</summary>
    public RelatedObjects AddApi(ClusterObject api)
    {
        AddWithTarget(api);

        // theirs are the same
        foreach (var rival in stores.Rivals(api))
            AddWithTarget(rival);
        return this;
    }

    private void AddWithTarget(ClusterObject api)
    {
        if (!TryAdd(api))
            return;
        if (ApiFields.IsFiles(api))
            AddAll(stores.Boxes);
        else
            AddTarget(ApiFields.Target(api));
    }

    private void AddTarget(string? name)
    {
        if (name is null)
            return;
        if (stores.Components.Find(new ObjectName(@namespace, name)) is { } component)
            AddComponent(component);
        else
            AddAll(stores.Components);
    }

    private void AddAll(ObjectStore store)
    {
        foreach (var item in store.In(@namespace))
            TryAdd(item);
    }

    private bool TryAdd(ClusterObject item)
    {
        if (!names.Add((item.Kind, item.Name)))
            return false;
        found.Add(item);
        return true;
    }
}
