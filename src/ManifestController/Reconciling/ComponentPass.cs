using Inference.Cluster;
using ManifestController.Judging;
using ManifestController.Planning;
using ManifestController.Reporting;

namespace ManifestController.Reconciling;

/// <summary>Makes the cluster agree with one MLComponent.</summary>
internal sealed class ComponentPass(Workbench bench)
{
    public async Task<PassResult> RunAsync(ObjectName id, CancellationToken cancellationToken)
    {
        // what was made for a component that is gone is removed by the cluster
        if (bench.Stores.Components.Find(id) is not { DeletionTimestamp: null } manifest)
            return PassResult.Settled;
        var judged = JudgedComponent.Of(manifest, bench.Stores, bench.Settings);
        var made = await Making.MakeAsync(bench, manifest, Owner.Component(id.Namespace, id.Name, manifest.Uid), judged, cancellationToken);
        var status = StatusOf.Component(judged.Verdict, made.Problem, made.Of(HostStates.OfComponent(id, bench.Stores, bench.Reports.Find)), judged.Url);
        return made.Then(await bench.Statuses.WriteAsync(Kinds.Component, manifest, status, cancellationToken));
    }
}
