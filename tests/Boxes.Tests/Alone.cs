namespace Inference.Boxes.Tests;

/// <summary>Tests that measure, and would measure their neighbours.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
