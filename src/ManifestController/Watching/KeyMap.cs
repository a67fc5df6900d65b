using Inference.Cluster;
using ManifestController.Planning;
using ManifestController.Reconciling;

namespace ManifestController.Watching;

/// <summary>From an object that changed to the manifests that it matters to.</summary>
internal sealed class KeyMap(ObjectStores stores)
{
    public IEnumerable<ReconcileKey> Of(ResourceType type, ClusterObject item)
    {
        if (type == Kinds.Component)
            return OfComponent(item);
        if (type == Kinds.Api)
            return OfApi(item);
        if (type == Kinds.Box)
            return OfBox(item);
        return type == Kinds.Secret || type == Kinds.ServiceAccount ? All(item.Namespace) : OfMade(item);
    }

    // what leads to a component says how the component is
    private IEnumerable<ReconcileKey> OfComponent(ClusterObject component) => [Key(Kinds.Component, component), .. stores.ApisOf(component).Select(api => Key(Kinds.Api, api))];

    // the host of a component serves its APIs; those of the same URL may have been waiting for this one to give it up
    private IEnumerable<ReconcileKey> OfApi(ClusterObject api) => stores.Rivals(api).Prepend(api).SelectMany(WithTarget);

    private static IEnumerable<ReconcileKey> WithTarget(ClusterObject api)
    {
        yield return Key(Kinds.Api, api);
        if (ApiFields.Target(api) is { } target)
            yield return new ReconcileKey(Kinds.Component, new ObjectName(api.Namespace, target));
    }

    private IEnumerable<ReconcileKey> OfBox(ClusterObject box) =>
    [
        Key(Kinds.Box, box),
        .. stores.Components.FindBy(box.Namespace, IndexKeys.Box(box.Name)).Select(component => Key(Kinds.Component, component)),
        .. stores.FileApis(box.Namespace).Select(api => Key(Kinds.Api, api)),
    ];

    private IEnumerable<ReconcileKey> All(string @namespace) =>
    [
        .. stores.Components.In(@namespace).Select(component => Key(Kinds.Component, component)),
        .. stores.FileApis(@namespace).Select(api => Key(Kinds.Api, api)),
    ];

    // what a component's pods say matters to its APIs too
    private IEnumerable<ReconcileKey> OfMade(ClusterObject item)
    {
        if (item.Labels.TryGetValue(Labels.Component, out var component))
        {
            yield return new ReconcileKey(Kinds.Component, new ObjectName(item.Namespace, component));
            foreach (var api in stores.Apis.FindBy(item.Namespace, IndexKeys.Target(component)))
                yield return Key(Kinds.Api, api);
        }

        if (item.Labels.TryGetValue(Labels.Api, out var owner))
            yield return new ReconcileKey(Kinds.Api, new ObjectName(item.Namespace, owner));
    }

    private static ReconcileKey Key(ResourceType type, ClusterObject item) => new(type, item.Id);
}
