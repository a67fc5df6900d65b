using Inference.Cluster;

namespace ManifestController.Reconciling;

/// <summary>One manifest whose share of the cluster is to be made right.</summary>
/// <param name="Type">MLComponent, APIComponent or DataBox.</param>
/// <param name="Id">Its namespace and name.</param>
internal readonly record struct ReconcileKey(ResourceType Type, ObjectName Id)
{
    public override string ToString() => $"{Type.Kind} {Id.Namespace}/{Id.Name}";
}
