using Inference.Cluster;
using Inference.Manifests;
using ManifestController.Planning;
using ManifestController.Planning.Settings;
using ManifestController.Watching;

namespace ManifestController.Judging;

/// <summary>What an APIComponent comes to.</summary>
internal static class JudgedApi
{
    public static JudgedManifest Of(ClusterObject manifest, ObjectStores stores, PlanSettings settings)
    {
        var view = ManifestView.OfApi(manifest, stores, settings);
        var api = view.Find<APIComponent>(Kinds.Api.Kind, manifest.Name);
        var verdict = Judge(view, api, manifest.Name);
        var isPublished = api is { Manifest.Spec.Published: true } and not { Manifest.Spec.Files.Enabled: false };
        return new JudgedManifest(verdict, verdict.IsAccepted ? Plan(api!, isPublished, view, stores, settings) : null)
        {
            Url = api is null || !isPublished || api.Manifest.Spec.Target is not (ApiTarget.MlComponent or ApiTarget.Files) ? null : ApiUrls.Of(api, settings),
            IsPublished = isPublished,
            IsKept = !verdict.IsAccepted && LastVersion.Text(stores, manifest.Namespace, Deployment(manifest), manifest.Name) is not null,
        };
    }

    private static string Deployment(ClusterObject manifest) => ApiFields.Target(manifest) is { } target ? ObjectNames.OfComponent(target) : ObjectNames.OfFiles(manifest.Name);

    private static Verdict Judge(ManifestView view, ManifestObject<APIComponent>? api, string name)
    {
        var verdict = view.Judge(Kinds.Api.Kind, name);
        return verdict.IsAccepted && api!.Manifest.Spec.Target is not (ApiTarget.MlComponent or ApiTarget.Files)
            ? new Verdict("NotBuilt", "spec: pipelines are not served by this version: only mlComponent and files are")
            : verdict;
    }

    private static IReadOnlyList<DesiredObject> Plan(ManifestObject<APIComponent> api, bool isPublished, ManifestView view, ObjectStores stores, PlanSettings settings)
    {
        if (!isPublished)
            return [];
        var isFiles = api.Manifest.Spec.Target == ApiTarget.Files;
        var files = new ServedSet
        {
            Apis = [api],
            Boxes = isFiles ? [.. view.All<DataBox>(Kinds.Box.Kind).Where(box => view.Judge(Kinds.Box.Kind, box.Name).IsAccepted).OrderBy(box => box.Name, StringComparer.Ordinal)] : [],
            StoreCredentialsVersion = StoreCredentials.Version(stores, settings, api.Namespace),
        };
        return Planner.PlanApi(api, files, settings);
    }
}
