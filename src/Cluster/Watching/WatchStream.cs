using System.Text.Json;

namespace Inference.Cluster;

/// <summary>One answer to a watch request, line by line. It ends a little after the time it was asked for, also where nobody says that it does.</summary>
internal sealed class WatchStream : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);
    private readonly WatchTarget target;
    private readonly ApiRequest request;
    private readonly HttpResponseMessage response;
    private readonly CancellationTokenSource over;
    private readonly LineReader lines;

    private WatchStream(WatchTarget target, ApiRequest request, HttpResponseMessage response, Stream body, CancellationTokenSource over)
    {
        this.target = target;
        this.request = request;
        this.response = response;
        this.over = over;
        lines = new LineReader(body);
    }

    /// <param name="time">For how long the server is asked.</param>
    public static async Task<ClusterResult<WatchStream>> OpenAsync(
        ApiConnection connection, WatchTarget target, string version, TimeSpan time, TimeProvider clock, CancellationToken cancellationToken)
    {
        var path = ApiPath.Of(target.Type, target.Scope.Namespace).With(target.Scope)
            .With("watch", "true")
            .With("allowWatchBookmarks", "true")
            .With("resourceVersion", version)
            .With("timeoutSeconds", $"{(int)Math.Ceiling(time.TotalSeconds)}");
        var request = new ApiRequest("watch", HttpMethod.Get, target.Type, path.ToString())
        {
            Accept = target.Scope.MetadataOnly ? "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1" : ApiRequest.Json,
        };
        var opened = await connection.OpenAsync(request, cancellationToken);
        if (!opened.TryGet(out var response, out var error))
            return error;
        var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        return new WatchStream(target, request, response, body, new CancellationTokenSource(time + Grace, clock));
    }

    public async ValueTask<WatchStep> NextAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, over.Token);
        try
        {
            return await lines.NextAsync(either.Token) is { } line ? Read(line) : WatchStep.End;
        }
        catch (Exception e) when (e is InvalidDataException or JsonException)
        {
            return WatchStep.Failure(new ClusterError(ClusterErrorCode.Malformed, $"{request.Title}: an event cannot be read"));
        }
        catch (Exception e) when (ApiConnection.IsExpected(e, cancellationToken))
        {
            // the connection broke, or fell silent: the next one goes on from here
            return WatchStep.End;
        }
    }

    public void Dispose()
    {
        lines.Dispose();
        response.Dispose();
        over.Dispose();
    }

    private WatchStep Read(ReadOnlyMemory<byte> line)
    {
        using var document = JsonDocument.Parse(line, CompactJson.Answer);
        var json = document.RootElement.ObjectAt("object");
        var type = document.RootElement.TextAt("type");
        if (type == "ERROR")
            return WatchStep.Failure(StatusReader.Read(json, request.Title));
        if (type == "BOOKMARK")
            return new WatchStep(null, json.ObjectAt("metadata").TextAt("resourceVersion"), null, Ended: false);
        var parsed = ClusterObject.Parse(json, target.Type, target.Scope);
        return type switch
        {
            "ADDED" or "MODIFIED" => new WatchStep(new WatchEvent.Changed(parsed), parsed.ResourceVersion, null, Ended: false),
            "DELETED" => new WatchStep(new WatchEvent.Deleted(parsed), parsed.ResourceVersion, null, Ended: false),
            _ => throw new JsonException($"an event of type '{type}'"),
        };
    }
}
