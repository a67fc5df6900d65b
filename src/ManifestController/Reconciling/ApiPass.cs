using Inference.Cluster;
using ManifestController.Judging;
using ManifestController.Planning;
using ManifestController.Reporting;

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
        var status = StatusOf.Api(judged, made.Problem, made.Of(HostStates.OfApi(manifest, bench.Stores, bench.Reports.Find)));
        return made.Then(await bench.Statuses.WriteAsync(Kinds.Api, manifest, status, cancellationToken));
    }
}
