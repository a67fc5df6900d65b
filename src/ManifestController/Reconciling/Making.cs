using Inference.Cluster;
using ManifestController.Applying;
using ManifestController.Judging;
using ManifestController.Planning;
using ManifestController.Reporting;

namespace ManifestController.Reconciling;

/// <summary>Makes what was planned for one manifest, and removes what is not wanted any more.</summary>
internal static class Making
{
    /// <param name="bench">What it is done with.</param>
    /// <param name="manifest">Whom events are about.</param>
    /// <param name="owner">The same, as the owner of what is made.</param>
    /// <param name="judged">The same, and what it comes to.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<MakingResult> MakeAsync(Workbench bench, ClusterObject manifest, Owner owner, JudgedManifest judged, CancellationToken cancellationToken)
    {
        if (judged.Desired is not { } desired)
            return new MakingResult();
        foreach (var item in desired)
        {
            var result = await bench.Applier.ApplyAsync(item, owner.Uid, cancellationToken);
            if (result.Undone is { } undone)
                bench.Events.Record(manifest, EventType.Normal, "DriftUndone", $"somebody else had changed {undone}; it is as the manifest says again");
            if (result.Change is ApplyChange.Leaving)
                return new MakingResult { IsLeaving = true };
            if (result.Change is ApplyChange.Foreign)
                return new MakingResult { Problem = new Problem("NameTaken", result.Problem) };
            if (result.Error is { } error)
                return Refused(error, result.Problem);
        }

        return await bench.Pruner.PruneAsync(owner, desired, cancellationToken) is { } unpruned
            ? Refused(unpruned, $"something that is not wanted any more could not be removed: {unpruned.Message}")
            : new MakingResult();
    }

    // what the cluster refuses for good is the manifest's or the cluster's keeper's to mend, and is said in the status; what may pass is tried again
    private static MakingResult Refused(ClusterError error, string message) => error.Code is ClusterErrorCode.Invalid or ClusterErrorCode.Forbidden or ClusterErrorCode.NotFound
        ? new MakingResult { Problem = new Problem(error.Code == ClusterErrorCode.Forbidden ? "Forbidden" : "Refused", message), Error = error }
        : new MakingResult { Error = error };
}
