using InferenceHost.Protocols.Authentication;
using InferenceHost.Publishing;

namespace InferenceHost.Protocols.OpenApi;

/// <summary>The documents that say how to call what is published. They tell of an API to those who may call it.</summary>
internal sealed class OpenApiRoutes(Publication publication, Doorkeeper doorkeeper, Uri? publicUrl)
{
    /// <summary>The path of the document of everything, and what follows the path of an API.</summary>
    public const string Path = "/openapi.json";

    private readonly string server = publicUrl?.AbsoluteUri.TrimEnd('/') ?? "/";

    /// <summary>One API's document, to a caller who may call it.</summary>
    public ValueTask SendAsync(HttpCall call, PublishedApi api)
    {
        var document = new OpenApiDocument();
        document.Add(api);
        return SendAsync(call, document, $"{api.Namespace}/{api.Path}");
    }

    /// <summary>One document for all that the caller may call.</summary>
    public async ValueTask SendAllAsync(HttpCall call)
    {
        var document = new OpenApiDocument();
        foreach (var api in publication.Current.Apis.OrderBy(api => api.Url, StringComparer.Ordinal))
        {
            if (await doorkeeper.IdentifyAsync(call, api.Access) is { Refusal: null })
                document.Add(api);
        }

        foreach (var files in publication.Current.FileApis.OrderBy(files => files.Namespace, StringComparer.Ordinal))
        {
            if (await doorkeeper.IdentifyAsync(call, files.Access) is { Refusal: null })
                document.Add(files);
        }

        // a challenge was written for each that the caller may not see
        call.Response.Headers.Remove("WWW-Authenticate");
        await SendAsync(call, document, "Published APIs");
    }

    private ValueTask SendAsync(HttpCall call, OpenApiDocument document, string title)
    {
        call.Response.Headers.CacheControl = "no-cache";
        return JsonAnswer.SendAsync(call, document.Finish(title, server), static (json, node) => node.WriteTo(json));
    }
}
