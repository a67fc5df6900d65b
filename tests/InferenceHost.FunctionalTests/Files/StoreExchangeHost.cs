using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Files;

/// <summary>In a bucket of a real S3 server.</summary>
public sealed class StoreExchangeHost(SharedStore shared) : ExchangeHost
{
    private protected override async Task<HostStart> StartOfAsync(ManifestFolder manifests)
    {
        var store = await shared.GetAsync();
        return store.DefaultOf(manifests, await store.NewBucketAsync());
    }
}
