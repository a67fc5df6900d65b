using System.Text.Json;

namespace Inference.Cluster;

/// <summary>Asks which groups there are, and then each of their versions for its resources.</summary>
internal sealed class Discoverer(ApiConnection connection)
{
    private const int AtOnce = 4;
    private static readonly ResourceType Discovery = new("", "", "discovery", "APIResourceList", IsNamespaced: false);

    public async Task<ClusterResult<ServedResources>> RunAsync(CancellationToken cancellationToken)
    {
        var groups = await connection.SendAsync(RequestFor("apis"), ReadGroups, cancellationToken);
        if (!groups.TryGet(out var versions, out var error))
            return error;

        versions.Insert(0, "v1");
        var answers = new ClusterResult<List<ResourceType>>[versions.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, versions.Count, options, async (i, token) => answers[i] = await ReadVersionAsync(versions[i], token));

        return answers[0].Error is { } core
            ? core
            : new ServedResources(
                answers.SelectMany(answer => answer.TryGet(out var types, out _) ? types : []),
                [.. versions.Where((_, i) => answers[i].Error is not null)]);
    }

    private Task<ClusterResult<List<ResourceType>>> ReadVersionAsync(string version, CancellationToken cancellationToken)
    {
        var slash = version.IndexOf('/', StringComparison.Ordinal);
        var request = RequestFor(slash < 0 ? $"api/{version}" : $"apis/{version}");
        return connection.SendAsync(request, json => ReadResources(json, slash < 0 ? "" : version[..slash], version[(slash + 1)..]), cancellationToken);
    }

    private static ApiRequest RequestFor(string path) => new("discover", HttpMethod.Get, Discovery, path);

    private static List<string> ReadGroups(JsonElement json)
    {
        var versions = new List<string>();
        foreach (var group in json.ItemsAt("groups"))
        {
            var preferred = group.ObjectAt("preferredVersion").TextAt("groupVersion");
            versions.Add(preferred);
            versions.AddRange(group.ItemsAt("versions").Select(version => version.TextAt("groupVersion")).Where(version => version != preferred));
        }

        return [.. versions.Where(version => version.Length > 0)];
    }

    private static List<ResourceType> ReadResources(JsonElement json, string group, string version) =>
    [
        .. json.ItemsAt("resources")
            .Where(resource => resource.TextAt("name") is { Length: > 0 } plural && !plural.Contains('/', StringComparison.Ordinal)) // no subresources
            .Select(resource => new ResourceType(group, version, resource.TextAt("name"), resource.TextAt("kind"), resource.FlagAt("namespaced"))),
    ];
}
