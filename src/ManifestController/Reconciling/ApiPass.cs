using Inference.Cluster;
using ManifestController.Judging;
using ManifestController.Planning;
using ManifestController.Reporting;
using ManifestController.Watching;

namespace ManifestController.Reconciling;

/// <summary>Makes the cluster agree with one APIComponent: its Ingress, and for a file API the host behind it.</summary>
internal sealed class ApiPass(Workbench bench)
{
    public async Task<PassResult> RunAsync(ObjectName id, CancellationToken cancellationToken)
    {
        if (bench.Stores.Apis.Find(id) is not { DeletionTimestamp: null } manifest)
            return PassResult.Settled;
        var judged = JudgedApi.Of(manifest, bench.Stores, bench.Settings);
        var made = await Making.MakeAsync(bench, manifest, Owner.Api(id.Namespace, id.Name, manifest.Uid), judged, cancellationToken);
        var status = StatusOf.Api(judged.Verdict, made.Problem, judged.IsPublished, ReadHost(manifest), judged.Url);
        return made.Then(await bench.Statuses.WriteAsync(Kinds.Api, manifest, status, cancellationToken));
    }

    /// <summary>Of a file API its own host, of others the component's, each asked about this API.</summary>
    private HostState ReadHost(ClusterObject manifest)
    {
        var target = ApiFields.Target(manifest);
        var (deployment, label, owner) = target is null ? (ObjectNames.OfFiles(manifest.Name), Labels.Api, manifest.Name) : (ObjectNames.OfComponent(target), Labels.Component, target);
        return HostStateReader.Read(
            bench.Stores[Kinds.Deployment].Find(new ObjectName(manifest.Namespace, deployment)),
            bench.Stores.Pods.FindBy(manifest.Namespace, IndexKeys.Owner(label, owner)),
            bench.Reports.Find,
            Kinds.Api.Kind,
            manifest.Name);
    }
}
