namespace Inference.InferenceHost.FunctionalTests.Files;

/// <summary>With boxes in a real S3 store.</summary>
public sealed class StoreExchangeTests(StoreExchangeHost shared) : ExchangeTests(shared), IClassFixture<StoreExchangeHost>;
