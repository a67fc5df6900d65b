using System.Text.Json;
using Inference.Cluster;
using Inference.Manifests;
using ManifestController.Planning;
using ManifestController.Planning.Settings;
using ManifestController.Watching;

namespace ManifestController.Judging;

/// <summary>
/// A manifest with all others that its validity hangs on, read and checked together by the rules that <c>InferenceHost validate</c> has: the boxes of a component, the component of an API, and what claims the same URL. Only these are read, so that
/// a change costs the same in a large namespace as in a small one.
/// </summary>
internal sealed class ManifestView
{
    private readonly ManifestSet set;
    private readonly Dictionary<(string Kind, string Name), JsonElement> objects;
    private readonly PlanSettings settings;

    private ManifestView(IEnumerable<ClusterObject> read, PlanSettings settings)
    {
        // of two that claim one URL, the older keeps it
        var ordered = read.DistinctBy(item => (item.Kind, item.Name)).OrderBy(item => item.CreationTimestamp).ThenBy(item => item.Name, StringComparer.Ordinal).ToList();
        objects = ordered.ToDictionary(item => (item.Kind, item.Name), item => item.Json);
        set = ManifestReader.ReadObjects(ordered.Select(item => ($"{item.Kind} {item.Namespace}/{item.Name}", item.Json)));
        this.settings = settings;
    }

    public static ManifestView OfComponent(ClusterObject component, ObjectStores stores, PlanSettings settings) =>
        new(new RelatedObjects(stores, component.Namespace).AddComponent(component).AddApisOf(component).All, settings);

    public static ManifestView OfApi(ClusterObject api, ObjectStores stores, PlanSettings settings) =>
        new(new RelatedObjects(stores, api.Namespace).AddApi(api).All, settings);

    /// <summary>An API as it was, among the others as they are: its rivals are not asked, since it has its URL.</summary>
    public static ManifestView OfLastVersion(ClusterObject api, ObjectStores stores, PlanSettings settings)
    {
        var related = new RelatedObjects(stores, api.Namespace);
        if (ApiFields.Target(api) is { } target && stores.Components.Find(api.Id with { Name = target }) is { } component)
            related.AddComponent(component);
        return new([.. related.All, api], settings);
    }

    public static ManifestView OfBox(ClusterObject box, PlanSettings settings) => new([box], settings);

    /// <summary>The manifest, whether it can be used or not; null where it cannot even be read.</summary>
    public ManifestObject<T>? Find<T>(string kind, string name)
        where T : Manifest =>
        set.Documents.OfType<ManifestDocument<T>>().FirstOrDefault(document => document.Name == name) is { } document ? new ManifestObject<T>(document, objects[(kind, name)]) : null;

    /// <summary>All readable manifests of that kind.</summary>
    public IEnumerable<ManifestObject<T>> All<T>(string kind)
        where T : Manifest =>
        set.Documents.OfType<ManifestDocument<T>>().Select(document => new ManifestObject<T>(document, objects[(kind, document.Name)]));

    /// <summary>By the rules of manifests, those of clusters, and what this cluster has.</summary>
    public Verdict Judge(string kind, string name)
    {
        if (set.Documents.FirstOrDefault(document => document.Kind == kind && document.Name == name) is not { } document)
            return new Verdict("Invalid", "it cannot be read");
        var verdict = Verdict.Of([.. document.Diagnostics, .. ClusterRules.Check(document)]);
        if (!verdict.IsAccepted)
            return verdict;
        return document switch
        {
            ManifestDocument<DataBox> box => JudgeStore(box) ?? verdict,
            ManifestDocument<MLComponent> component => JudgeBoxes(component) ?? verdict,
            ManifestDocument<APIComponent> api => JudgeTarget(api) ?? verdict,
            _ => verdict,
        };
    }

    private Verdict? JudgeStore(ManifestDocument<DataBox> box) =>
        box.Manifest.Spec.S3DefaultStorage is not null && settings.Store is null && settings.BoxDriver is null
            ? new Verdict("NoDefaultStore", "spec.s3DefaultStorage: this controller has no default store: whoever runs it gives it one with INFERENCE_CONTROLLER_S3_ENDPOINT and INFERENCE_CONTROLLER_S3_BUCKET; or name a store of your own with s3")
            : null;

    private Verdict? JudgeBoxes(ManifestDocument<MLComponent> component)
    {
        foreach (var name in component.Manifest.Spec.ConnectedBoxes.Select(box => box.S3BoxName).Distinct())
        {
            if (Judge(Kinds.Box.Kind, name) is { IsAccepted: false } verdict)
                return new Verdict("BoxNotAccepted", $"spec.connectedBoxes: DataBox '{name}' cannot be used: {verdict.Message}");
        }

        return null;
    }

    private Verdict? JudgeTarget(ManifestDocument<APIComponent> api) =>
        api.Manifest.Spec.MlComponent is { } target && Judge(Kinds.Component.Kind, target.Name) is { IsAccepted: false } verdict
            ? new Verdict("ComponentNotAccepted", $"spec.mlComponent.name: MLComponent '{target.Name}' cannot be used: {verdict.Message}")
            : null;
}
