namespace Inference.Manifests.Tests.Agreement;

/// <summary>The tests that share one API server; where none of them runs, none is started.</summary>
[CollectionDefinition]
public sealed class KindServerGroup : ICollectionFixture<KindServer>;
