using Inference.Cluster;
using ManifestController.Judging;
using ManifestController.Reporting;

namespace ManifestController.Reconciling;

/// <summary>Says of one DataBox whether it can be used; nothing is made for it.</summary>
internal sealed class BoxPass(Workbench bench)
{
    public async Task<PassResult> RunAsync(ObjectName id, CancellationToken cancellationToken)
    {
        if (bench.Stores.Boxes.Find(id) is not { DeletionTimestamp: null } manifest)
            return PassResult.Settled;
        var verdict = ManifestView.OfBox(manifest, bench.Settings).Judge(Kinds.Box.Kind, id.Name);
        var error = await bench.Statuses.WriteAsync(Kinds.Box, manifest, StatusOf.Box(verdict), cancellationToken);
        return error is null ? PassResult.Settled : PassResult.Failed(error.Message);
    }
}
