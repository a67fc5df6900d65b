using System.Globalization;
using System.Text.Json;

namespace Inference.Cluster;

/// <summary>Lists page by page; all pages are of one moment. When the server forgets that moment in between, everything is asked for again, in one piece.</summary>
internal sealed class Lister(ApiConnection connection, int pageSize)
{
    public async Task<ClusterResult<ObjectList>> ListAsync(ResourceType type, ListScope scope, CancellationToken cancellationToken)
    {
        var items = new List<ClusterObject>();
        var (limit, next) = (pageSize, "");
        while (true)
        {
            var page = await connection.SendAsync(RequestFor(type, scope, limit, next), json => Read(json, type, scope, items), cancellationToken);
            if (page.Error is { Code: ClusterErrorCode.Gone } && next.Length > 0)
            {
                items.Clear();
                (limit, next) = (0, "");
            }
            else if (!page.TryGet(out var read, out var error))
            {
                return error;
            }
            else if (read.Continue.Length == 0)
            {
                return new ObjectList(items, read.ResourceVersion);
            }
            else
            {
                next = read.Continue;
            }
        }
    }

    /// <summary>The version of now, without the objects.</summary>
    public Task<ClusterResult<string>> ReadVersionAsync(ResourceType type, ListScope scope, CancellationToken cancellationToken) =>
        connection.SendAsync(RequestFor(type, scope, pageSize, ""), json => json.ObjectAt("metadata").TextAt("resourceVersion"), cancellationToken);

    private static ApiRequest RequestFor(ResourceType type, ListScope scope, int limit, string next)
    {
        var path = ApiPath.Of(type, scope.Namespace).With(scope)
            .With("limit", limit > 0 ? limit.ToString(CultureInfo.InvariantCulture) : null)
            .With("continue", next);
        return new ApiRequest("list", HttpMethod.Get, type, path.ToString())
        {
            Accept = scope.MetadataOnly ? "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1" : ApiRequest.Json,
        };
    }

    private static (string Continue, string ResourceVersion) Read(JsonElement json, ResourceType type, ListScope scope, List<ClusterObject> items)
    {
        foreach (var item in json.ItemsAt("items"))
            items.Add(ClusterObject.Parse(item, type, scope));
        var metadata = json.ObjectAt("metadata");
        return (metadata.TextAt("continue"), metadata.TextAt("resourceVersion"));
    }
}
