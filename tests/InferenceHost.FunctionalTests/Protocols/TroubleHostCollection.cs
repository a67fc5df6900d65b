namespace Inference.InferenceHost.FunctionalTests.Protocols;

[CollectionDefinition(nameof(TroubleHost))]
public sealed class TroubleHostCollection : ICollectionFixture<TroubleHost>;
