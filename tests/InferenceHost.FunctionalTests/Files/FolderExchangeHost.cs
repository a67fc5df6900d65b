using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Files;

/// <summary>Below the data folder.</summary>
public sealed class FolderExchangeHost : ExchangeHost
{
    private protected override Task<HostStart> StartOfAsync(ManifestFolder manifests) => Task.FromResult(new HostStart(manifests.FullPath));
}
