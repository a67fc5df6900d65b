using System.Text.Json;
using System.Text.Json.Nodes;
using global::ManifestController;
using global::ManifestController.Judging;
using global::ManifestController.Planning.Settings;
using global::ManifestController.Pods;
using global::ManifestController.Reporting;
using global::ManifestController.Watching;
using Inference.Cluster;

namespace Inference.ManifestController.Tests.Golden;

/// <summary>
/// A folder of <c>Cases</c>: <c>manifest.yaml</c>, and where they matter <c>settings.yaml</c> (fields of the controller's settings) and <c>observed.yaml</c> (what the cluster has besides: Deployments, Pods, ConfigMaps, Secrets, and a
/// <c>PodReport</c> for what the host in a pod answers). What they come to is <c>desired.yaml</c> and <c>status.yaml</c>.
/// </summary>
internal sealed class GoldenCase
{
    private static readonly Dictionary<string, ResourceType> Types = new[] { Kinds.Component, Kinds.Api, Kinds.Box, Kinds.Deployment, Kinds.Pod, Kinds.ConfigMap, Kinds.Secret }.ToDictionary(type => type.Kind);
    private readonly PlanSettings settings;
    private readonly ObjectStores stores;
    private readonly Dictionary<string, PodReport> reports = [];
    private readonly List<(ResourceType Type, ClusterObject Manifest)> manifests = [];

    public GoldenCase(string folder)
    {
        settings = GoldenSettings.Read(Path.Combine(folder, "settings.yaml"));
        stores = new ObjectStores(settings.Autoscaler, settings.DisruptionBudget);
        foreach (var document in Documents(Path.Combine(folder, "manifest.yaml")).Concat(Documents(Path.Combine(folder, "observed.yaml"))))
            Put(document);
    }

    public string Desired() => GoldenYaml.Write(manifests.SelectMany(item => Judge(item.Type, item.Manifest)?.Desired ?? []).Select(desired => desired.Body));

    public string Status() => GoldenYaml.Write(manifests.Select(item => Status(item.Type, item.Manifest)));

    private static IEnumerable<JsonObject> Documents(string file) =>
        File.Exists(file) ? ManifestJson.Convert(File.ReadAllText(file)).Select(document => JsonSerializer.Deserialize<JsonObject>(document)!) : [];

    private void Put(JsonObject document)
    {
        var kind = document["kind"]!.GetValue<string>();
        if (kind == "PodReport")
        {
            reports[document["pod"]!.GetValue<string>()] = PodReport.Parse(JsonSerializer.SerializeToUtf8Bytes(document["documents"]))!;
            return;
        }

        // as a cluster would fill it in
        var metadata = document["metadata"]!.AsObject();
        metadata.TryAdd("uid", $"uid-of-{kind.ToLowerInvariant()}-{metadata["name"]}");
        metadata.TryAdd("resourceVersion", "1");
        metadata.TryAdd("generation", 1);
        var item = ClusterObject.Parse(JsonSerializer.SerializeToElement(document));
        stores[Types[kind]].Put(item);
        if (kind is "MLComponent" or "APIComponent" or "DataBox")
            manifests.Add((Types[kind], item));
    }

    private JudgedManifest? Judge(ResourceType type, ClusterObject manifest) =>
        type == Kinds.Component ? JudgedComponent.Of(manifest, stores, settings)
        : type == Kinds.Api ? JudgedApi.Of(manifest, stores, settings)
        : null;

    private JsonObject Status(ResourceType type, ClusterObject manifest)
    {
        var status = Judge(type, manifest) is not { } judged ? StatusOf.Box(ManifestView.OfBox(manifest, settings).Judge(type.Kind, manifest.Name))
            : type == Kinds.Component ? StatusOf.Component(judged.Verdict, problem: null, HostStates.OfComponent(manifest.Id, stores, ReportOf), judged.Url)
            : StatusOf.Api(judged, problem: null, HostStates.OfApi(manifest, stores, ReportOf));
        var body = StatusBody.Write(manifest, type, status, DateTimeOffset.UnixEpoch)!;
        foreach (var condition in body["status"]!["conditions"]!.AsArray())
            condition!.AsObject().Remove("lastTransitionTime");
        return body;
    }

    private PodReport? ReportOf(ClusterObject pod) => reports.GetValueOrDefault(pod.Name);
}
