namespace InferenceHost.Batching;

/// <summary>What the policy knows of a request that waits.</summary>
/// <param name="Kind">Only requests of equal kinds are joined.</param>
/// <param name="Rows">At least 1, at most <see cref="BatchLimits.MaxRows"/>.</param>
/// <param name="Waited">Since it came.</param>
internal readonly record struct WaitingRequest(BatchKind Kind, int Rows, TimeSpan Waited);
