namespace InferenceHost.Components;

/// <summary>A generation that is ready to serve.</summary>
/// <param name="Generation">It.</param>
/// <param name="Warning">What is wrong with it all the same; null where nothing is.</param>
internal sealed record LoadedGeneration(Generation Generation, LoadWarning? Warning);
