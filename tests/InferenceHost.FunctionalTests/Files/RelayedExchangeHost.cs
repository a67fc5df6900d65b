using Inference.InferenceHost.FunctionalTests.Mounts;
using Inference.Testing;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Files;

/// <summary>In a bucket of a real S3 server that is reached through a relay, which can fail.</summary>
public sealed class RelayedExchangeHost(SharedStore shared) : ExchangeHost
{
    private StoreServer? store;
    private TcpRelay? relay;

    public StoreServer Store => store.ShouldNotBeNull();

    public TcpRelay Relay => relay.ShouldNotBeNull();

    public string Bucket { get; private set; } = "";

    /// <summary>Lets everything through again, and waits until the host has found out.</summary>
    public async Task MendAsync()
    {
        Relay.BytesPerSecond = long.MaxValue;
        Relay.Restore();
        await Condition.HoldsAsync(async () => (await this.AskAsync("GET", "users")).Status == 200, () => $"the store is never asked again:{Environment.NewLine}{Host.Errors}");
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (relay is not null)
            await relay.DisposeAsync();
    }

    private protected override async Task<HostStart> StartOfAsync(ManifestFolder manifests)
    {
        store = await shared.GetAsync();
        relay = new TcpRelay(store.Server.Address);
        Bucket = await store.NewBucketAsync();
        return store.DefaultOf(manifests, Bucket, relay.Address);
    }
}
