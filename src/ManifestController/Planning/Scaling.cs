using Inference.Manifests;

namespace ManifestController.Planning;

internal static class Scaling
{
    /// <summary>Whether an autoscaler decides how many pods there are.</summary>
    public static bool IsAutomatic(ScalingSettings? scaling) => scaling is not null && scaling.MaxReplicas > scaling.MinReplicas;
}
