using Inference.Cluster;
using ManifestController.Watching;

namespace ManifestController.Reporting;

/// <summary>How far a Deployment is.</summary>
internal readonly record struct Rollout(long Replicas, long Ready, long Available, bool IsComplete)
{
    public static Rollout Of(ClusterObject deployment)
    {
        var status = RawFields.Find(deployment.Json, "status") ?? default;
        var wanted = RawFields.Number(deployment.Json, "spec", "replicas");
        var (replicas, updated, available) = (RawFields.Number(status, "replicas"), RawFields.Number(status, "updatedReplicas"), RawFields.Number(status, "availableReplicas"));
        var isSeen = RawFields.Number(status, "observedGeneration") >= deployment.Generation;
        return new Rollout(replicas, RawFields.Number(status, "readyReplicas"), available, isSeen && wanted > 0 && updated == wanted && replicas == wanted && available == wanted);
    }
}
