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
}
