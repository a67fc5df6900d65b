namespace Inference.Cluster;

/// <summary>A request that was made, for whoever counts them.</summary>
/// <param name="Verb">As in the rules of RBAC: get, list, watch, create, update, patch, delete; <c>discover</c> for what the server serves.</param>
/// <param name="Status">Of HTTP; 0 where no answer came.</param>
/// <param name="Duration">Until the answer began.</param>
public sealed record ClusterRequest(string Verb, ResourceType Type, int Status, TimeSpan Duration);
