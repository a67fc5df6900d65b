namespace Inference.Cluster;

/// <summary>All objects of a list, whatever number of pages it took.</summary>
/// <param name="ResourceVersion">The state of the cluster that this is; a watch goes on from here.</param>
public sealed record ObjectList(IReadOnlyList<ClusterObject> Items, string ResourceVersion);
