using Inference.Cluster;
using Inference.Manifests;
using ManifestController.Planning;
using ManifestController.Planning.Settings;
using ManifestController.Watching;

namespace ManifestController.Judging;

/// <summary>What an MLComponent comes to.</summary>
internal static class JudgedComponent
{
    public static JudgedManifest Of(ClusterObject manifest, ObjectStores stores, PlanSettings settings)
    {
        var view = ManifestView.OfComponent(manifest, stores, settings);
        var verdict = view.Judge(Kinds.Component.Kind, manifest.Name);
        var apis = PublishedApis(view, manifest, stores, settings).ToList();
        var component = verdict.IsAccepted ? view.Find<MLComponent>(Kinds.Component.Kind, manifest.Name) : null;
        var desired = component is null ? null : Planner.PlanComponent(Served(component, apis, view, stores, settings), settings);
        return new JudgedManifest(verdict, desired)
        {
            Url = apis.Count == 0 ? null : ApiUrls.Of(apis[0], settings),
        };
    }

    private static ServedSet Served(ManifestObject<MLComponent> component, IReadOnlyList<ManifestObject<APIComponent>> apis, ManifestView view, ObjectStores stores, PlanSettings settings)
    {
        var names = component.Manifest.Spec.ConnectedBoxes.Select(box => box.S3BoxName).ToHashSet();
        return new ServedSet
        {
            Component = component,
            Apis = apis,
            Boxes = [.. view.All<DataBox>(Kinds.Box.Kind).Where(box => names.Contains(box.Name)).OrderBy(box => box.Name, StringComparer.Ordinal)],
            StoreCredentialsVersion = StoreCredentials.Version(stores, settings, component.Namespace),
        };
    }

    /// <summary>Those that lead to the component and are to be served, each as it is, or as it was while it still could be used.</summary>
    private static IEnumerable<ManifestObject<APIComponent>> PublishedApis(ManifestView view, ClusterObject component, ObjectStores stores, PlanSettings settings)
    {
        foreach (var raw in stores.ApisOf(component).Where(api => api.DeletionTimestamp is null).OrderBy(api => api.Name, StringComparer.Ordinal))
        {
            var api = view.Judge(Kinds.Api.Kind, raw.Name).IsAccepted
                ? view.Find<APIComponent>(Kinds.Api.Kind, raw.Name)
                : LastVersion.Api(stores, component.Namespace, ObjectNames.OfComponent(component.Name), raw.Name, settings);
            if (api is { Manifest.Spec.Published: true })
                yield return api;
        }
    }
}
