using System.Buffers;
using System.Collections.Frozen;
using System.Text.Json;
using InferenceHost.Components;
using InferenceHost.Protocols.Predict;
using InferenceHost.Publishing;

namespace InferenceHost.Protocols.Pages;

/// <summary>
/// The pages for people: a start page, and one for each API. They are the same for everybody and hold no secret: what they show they fetch as their reader,
/// from the same calls that programs use.
/// </summary>
internal sealed class PageRoutes(Publication publication)
{
    // no namespace begins with a dash
    private const string AssetPrefix = "/-/";
    private const string ApiList = AssetPrefix + "apis.json";

    // nothing but what this host serves, and nobody else's page around it
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly FrozenDictionary<string, PageAsset> Assets = new[]
    {
        "page.css", "start.js", "api.js", "signature.js", "fields.js", "answer.js", "snippets.js",
    }.ToFrozenDictionary(name => name, PageAsset.Read);

    private static readonly PageAsset Start = PageAsset.Read("start.html");
    private static readonly PageAsset Api = PageAsset.Read("api.html");

    /// <summary>Whether a person's browser asks: programs do not say that they would like HTML.</summary>
    public static bool IsWanted(HttpCall call) => call.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    /// <summary>Answers for the start page and what belongs to the pages; false for all else.</summary>
    public bool TryHandle(HttpCall call, string path, out ValueTask answer)
    {
        var isList = path == ApiList;
        var asset = IsStart(call) ? Start : isList || !path.StartsWith(AssetPrefix, StringComparison.Ordinal) ? null : Assets.GetValueOrDefault(path[AssetPrefix.Length..]);
        answer = !isList && asset is null ? default
            : !Methods.IsGet(call) ? Methods.RefuseAsync(call, "GET", Problem.SendAsync)
            : asset is null ? JsonAnswer.SendAsync(call, publication.Current, Write)
            : SendAsync(call, asset);
        return isList || asset is not null;
    }

    /// <summary>As it was asked for: other spellings that come to the same lead nowhere, as everywhere else.</summary>
    private static bool IsStart(HttpCall call) => call.RawTarget is "/" || call.RawTarget.StartsWith("/?", StringComparison.Ordinal);

    /// <summary>The page of an API.</summary>
    public static ValueTask SendApiAsync(HttpCall call) => SendAsync(call, Api);

    private static ValueTask SendAsync(HttpCall call, PageAsset asset)
    {
        var headers = call.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (call.Request.IsHttps)
            headers.StrictTransportSecurity = "max-age=2592000";
        headers.CacheControl = "no-cache";
        headers.Append("Vary", "Accept");
        headers.ETag = asset.Tag;
        if (call.Request.Headers.IfNoneMatch.ToString() == asset.Tag)
            return EmptyAsync(call);
        call.Writer.Write(asset.Content);
        return AnswerSender.SendAsync(call, StatusCodes.Status200OK, asset.ContentType);
    }

    private static ValueTask EmptyAsync(HttpCall call)
    {
        call.Response.StatusCode = StatusCodes.Status304NotModified;
        return ValueTask.CompletedTask;
    }

    /// <summary>What is published and in which state; why is for those who run the host.</summary>
    private static void Write(Utf8JsonWriter json, Catalog catalog)
    {
        json.WriteStartArray();
        foreach (var api in catalog.Apis.OrderBy(api => api.Url, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("url", api.Url);
            json.WriteString("state", api.Component.Status.State.WireName());
            json.WriteBoolean("users", !api.Access.IsOpen);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
