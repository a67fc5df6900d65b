using Inference.Boxes;
using InferenceHost.Publishing;

namespace InferenceHost.Files;

/// <summary>Opens the stores of boxes. Those at one address share what is known of its health, and the connections to it.</summary>
internal sealed class BoxStores(TimeProvider clock) : IDisposable
{
    private readonly Dictionary<Uri, S3Endpoint> endpoints = [];

    /// <exception cref="IOException">The box's folder cannot be used.</exception>
    public IBoxStore Open(PlannedBox plan)
    {
        IBoxStore store = plan.Store is { } place ? Open(place) : new FolderStore(plan.Folder, new FolderOptions { MakeRoot = plan.IsOwn });
        return plan.Capacity is { } capacity ? new BoundedStore(store, capacity, clock) : store;
    }

    public void Dispose()
    {
        foreach (var endpoint in endpoints.Values)
            endpoint.Dispose();
    }

    private S3Store Open(S3Place place)
    {
        if (!endpoints.TryGetValue(place.Endpoint, out var endpoint))
            endpoints[place.Endpoint] = endpoint = new S3Endpoint(place.Endpoint, time: clock);
        return new S3Store(endpoint, new S3Options(place.Bucket)
        {
            Prefix = place.Prefix,
            Region = place.Region ?? S3Options.DefaultRegion,
            PublicEndpoint = place.PublicEndpoint,
            IsAnonymous = place.IsAnonymous,
            Credentials = place.Access is { } access ? new S3Credentials(access.AccessKey, access.SecretKey, access.SessionToken) : null,
        });
    }
}
