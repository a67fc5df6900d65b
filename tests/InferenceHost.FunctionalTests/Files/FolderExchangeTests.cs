namespace Inference.InferenceHost.FunctionalTests.Files;

/// <summary>With boxes that are folders.</summary>
public sealed class FolderExchangeTests(FolderExchangeHost shared) : ExchangeTests(shared), IClassFixture<FolderExchangeHost>;
