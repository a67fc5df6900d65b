namespace Inference.Adapters.DotNet.Tests;

/// <summary>Tests that measure the process and thus run while no other does.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
