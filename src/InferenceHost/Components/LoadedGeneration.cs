namespace InferenceHost.Components;

/// <summary>A generation that is ready to serve.</summary>
/// <param name="Generation">It.</param>
/// <param name="Warning">Why the warm-up on made-up inputs failed; null where it did not.</param>
internal sealed record LoadedGeneration(Generation Generation, string? Warning);
