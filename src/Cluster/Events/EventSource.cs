namespace Inference.Cluster;

/// <summary>Who records events.</summary>
/// <param name="Component">What <c>kubectl describe</c> shows in the column From.</param>
/// <param name="Instance">Which of its replicas: a pod's name, say.</param>
public sealed record EventSource(string Component, string Instance);
