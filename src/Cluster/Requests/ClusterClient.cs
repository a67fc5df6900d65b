using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;

namespace Inference.Cluster;

/// <summary>
/// All we say to an API server. A request that fails in an expected way gives its error, and is not sent again: that is for the caller to decide, who
/// knows what it means. Requests but watches are over within the configuration's time. Any number of threads; one client for one server.
/// </summary>
/// <param name="observer">Is told of every request, on the thread that made it; must not throw.</param>
public sealed class ClusterClient(ClusterConfig config, TimeProvider clock, ILogger? logger = null, Action<ClusterRequest>? observer = null) : IDisposable
{
    private readonly ApiConnection connection = new(config, clock, observer);

    public Task<ClusterResult<ClusterObject>> GetAsync(ResourceType type, ObjectName name, CancellationToken cancellationToken) =>
        SendAsync(new ApiRequest("get", HttpMethod.Get, type, ApiPath.Of(type, name).ToString()), name, cancellationToken);

    /// <summary>Everything of a scope, as it is at one moment, page by page.</summary>
    public Task<ClusterResult<ObjectList>> ListAsync(ResourceType type, ListScope scope, CancellationToken cancellationToken) =>
        new Lister(connection, config.PageSize).ListAsync(type, scope, cancellationToken);

    /// <summary>What there is, and then what changes, until it is cancelled: every failure is told and overcome.</summary>
    /// <exception cref="OperationCanceledException">It is cancelled.</exception>
    public IAsyncEnumerable<WatchEvent> WatchAsync(ResourceType type, ListScope scope, CancellationToken cancellationToken) =>
        new Watcher(connection, config, clock, logger, new WatchTarget(type, scope)).RunAsync(cancellationToken);

    /// <param name="namespace">Empty for objects of the whole cluster.</param>
    /// <param name="body">With apiVersion, kind and metadata.</param>
    public Task<ClusterResult<ClusterObject>> CreateAsync(ResourceType type, string @namespace, JsonObject body, CancellationToken cancellationToken) =>
        SendAsync(
            new ApiRequest("create", HttpMethod.Post, type, ApiPath.Of(type, @namespace).ToString()) { Body = body },
            new ObjectName(@namespace, "any"),
            cancellationToken);

    /// <param name="body">The whole object; a resourceVersion in it must be the object's present one.</param>
    public Task<ClusterResult<ClusterObject>> ReplaceAsync(
        ResourceType type, ObjectName name, JsonObject body, CancellationToken cancellationToken, string? subresource = null) =>
        SendAsync(new ApiRequest("update", HttpMethod.Put, type, ApiPath.Of(type, name, subresource).ToString()) { Body = body }, name, cancellationToken);

    /// <summary>Server-side apply: makes the object if there is none.</summary>
    /// <param name="body">What the manager wants, and nothing else: with apiVersion, kind, metadata.name and no managedFields.</param>
    public Task<ClusterResult<ClusterObject>> ApplyAsync(
        ResourceType type, ObjectName name, JsonObject body, ApplyOptions options, CancellationToken cancellationToken) =>
        ApplyAsync(type, name, body, options, subresource: null, cancellationToken);

    /// <summary>The same for the status, of an object that there is.</summary>
    public Task<ClusterResult<ClusterObject>> ApplyStatusAsync(
        ResourceType type, ObjectName name, JsonObject body, ApplyOptions options, CancellationToken cancellationToken) =>
        ApplyAsync(type, name, body, options, "status", cancellationToken);

    public Task<ClusterResult<ClusterObject>> MergePatchAsync(
        ResourceType type, ObjectName name, JsonObject patch, string? subresource, CancellationToken cancellationToken) =>
        SendAsync(
            new ApiRequest("patch", HttpMethod.Patch, type, ApiPath.Of(type, name, subresource).ToString()) { Body = patch, ContentType = ApiRequest.MergePatch },
            name,
            cancellationToken);

    /// <returns>False where there was none.</returns>
    public async Task<ClusterResult<bool>> DeleteAsync(ResourceType type, ObjectName name, DeleteOptions options, CancellationToken cancellationToken)
    {
        if (ApiPath.Refusal(type, name) is { } refusal)
            return refusal;
        var request = new ApiRequest("delete", HttpMethod.Delete, type, ApiPath.Of(type, name).ToString()) { Body = options.ToJson() };
        var result = await connection.SendAsync(request, static _ => true, cancellationToken);
        return result.Error is { Code: ClusterErrorCode.NotFound } ? false : result;
    }

    /// <summary>What the cluster serves: some dozens of small requests.</summary>
    public Task<ClusterResult<ServedResources>> DiscoverAsync(CancellationToken cancellationToken) => new Discoverer(connection).RunAsync(cancellationToken);

    public void Dispose() => connection.Dispose();

    private Task<ClusterResult<ClusterObject>> ApplyAsync(
        ResourceType type, ObjectName name, JsonObject body, ApplyOptions options, string? subresource, CancellationToken cancellationToken)
    {
        var path = ApiPath.Of(type, name, subresource)
            .With("fieldManager", options.FieldManager)
            .With("force", options.Force ? "true" : null)
            .With("dryRun", options.DryRun ? "All" : null);
        var request = new ApiRequest("patch", HttpMethod.Patch, type, path.ToString()) { Body = body, ContentType = ApiRequest.ApplyPatch };
        return SendAsync(request, name, cancellationToken);
    }

    private async Task<ClusterResult<ClusterObject>> SendAsync(ApiRequest request, ObjectName name, CancellationToken cancellationToken) =>
        ApiPath.Refusal(request.Type, name) is { } refusal
            ? refusal
            : await connection.SendAsync(request, json => ClusterObject.Parse(json, type: null, ListScope.All), cancellationToken);
}
