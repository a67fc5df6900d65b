namespace Inference.Cluster.Tests;

/// <summary>Tests that stop the API server or make it forget: their neighbours would notice.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
