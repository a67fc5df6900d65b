namespace InferenceHost.Batching;

/// <summary>What a component's manifest says of batches.</summary>
/// <param name="MaxRows">The most rows in one run.</param>
/// <param name="MaxDelay">How long the first request of a batch waits for others; zero: only what is there when a run can begin is joined.</param>
internal sealed record BatchLimits(int MaxRows, TimeSpan MaxDelay);
