namespace InferenceHost.Batching;

/// <summary>What is to be done with those who wait.</summary>
/// <param name="Release">Why the chosen ones are to be run now; null where none are.</param>
/// <param name="Wait">For how long nothing is to be run unless another request comes; zero where some were chosen.</param>
internal readonly record struct BatchDecision(BatchRelease? Release, TimeSpan Wait);
