using Inference.Contracts;
using InferenceHost.Publishing;

namespace InferenceHost.Protocols;

/// <summary>
/// What browsers are told of web pages of other origins (Fetch Standard, "CORS protocol"). A preflight is answered before anybody is asked who they are, since it comes without credentials. Pages send
/// credentials of their own (<c>Authorization</c>): those that a browser keeps are never allowed, so that no page acts in the name of whoever looks at it.
/// </summary>
internal static class CrossOrigin
{
    private const string AllowedHeaders =
        "Authorization, Content-Type, Content-Encoding, Inference-Header-Content-Length, X-Request-Id, traceparent, tracestate, If-Match, If-None-Match, Range";

    private const string ExposedHeaders =
        "X-Request-Id, Retry-After, RateLimit, RateLimit-Policy, WWW-Authenticate, Inference-Header-Content-Length, ETag, Location, Content-Disposition, Content-Range, Accept-Ranges";

    // seconds that a browser need not ask again
    private const string MaxAge = "600";

    /// <summary>Marks the answer to come; true where it was a preflight and is answered with that.</summary>
    public static bool TryAnswer(HttpCall call, AllowedOrigins? origins, string methods)
    {
        if (origins is null)
            return false;
        var headers = call.Response.Headers;
        if (!origins.IsAny)
            headers.Vary = "Origin";
        var request = call.Request.Headers;
        var isPreflight = HttpMethods.IsOptions(call.Request.Method) && request.Origin.Count == 1 && request.AccessControlRequestMethod.Count == 1;
        if (request.Origin.Count == 1 && origins.Has(request.Origin.ToString()))
        {
            headers.AccessControlAllowOrigin = origins.IsAny ? "*" : request.Origin;
            headers.AccessControlExposeHeaders = ExposedHeaders;
            if (isPreflight)
            {
                headers.AccessControlAllowMethods = methods;
                headers.AccessControlAllowHeaders = AllowedHeaders;
                headers.AccessControlMaxAge = MaxAge;
            }
        }

        if (isPreflight)
            call.Response.StatusCode = StatusCodes.Status204NoContent;
        return isPreflight;
    }

    /// <summary>
    /// Why a page may not have this done; null where it may, or where no page asks. A form, or a request that cannot read its answer, needs no preflight, and the browser adds the password that
    /// it keeps: only pages of this server, and those of origins that the API names, may change anything with it.
    /// </summary>
    public static InferenceError? Check(HttpCall call, AllowedOrigins? origins)
    {
        var request = call.Request;
        if (request.Headers.Origin.Count == 0 || !request.Headers.Authorization.ToString().StartsWith("Basic", StringComparison.OrdinalIgnoreCase))
            return null;
        var isHarmless = Methods.IsGet(call) || HttpMethods.IsOptions(request.Method);
        return isHarmless || IsOwnPage(request) || origins?.Has(request.Headers.Origin.ToString()) == true
            ? null
            : new InferenceError(ErrorCode.Forbidden, "pages of other origins may not do this with a password: those that may are named in the manifest's restfulApi.cors.origins");
    }

    // behind a proxy the host may be called otherwise than the browser calls it, which says itself whose page it is where the address is one of https or this machine's
    private static bool IsOwnPage(HttpRequest request) => request.Headers["Sec-Fetch-Site"] is { Count: > 0 } site
        ? site.ToString() is "same-origin" or "none"
        : Uri.TryCreate(request.Headers.Origin.ToString(), UriKind.Absolute, out var origin) && origin.Authority == request.Host.Value;
}
