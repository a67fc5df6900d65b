using System.Net;
using Inference.Contracts;

namespace InferenceHost.Protocols;

/// <summary>
/// Keeps web pages away from the internal listener, which has no authentication: a page in a browser that reaches it may send requests here, but not without
/// a Host name of its own (DNS rebinding) or the marks of a cross-site request. Its own names are localhost and the address that the request came in by: the
/// pod's, where the listener is bound to that.
/// </summary>
internal static class InternalGuard
{
    public static InferenceError? Check(HttpContext context)
    {
        var headers = context.Request.Headers;

        // no browser leaves the name out; a probe that speaks HTTP/1.0 may
        if (headers.Host.Count > 0 && !IsOwnName(context))
            return new InferenceError(ErrorCode.Forbidden, "the internal listener answers to localhost and its own addresses only, not to this Host name");
        if (headers["Sec-Fetch-Site"] is { Count: > 0 } site && site.ToString() is not ("none" or "same-origin"))
            return new InferenceError(ErrorCode.Forbidden, "the internal listener answers no cross-site request");
        var origin = headers.Origin;
        return origin.Count == 0 || (Uri.TryCreate(origin.ToString(), UriKind.Absolute, out var uri) && uri.Authority == context.Request.Host.Value)
            ? null
            : new InferenceError(ErrorCode.Forbidden, "the internal listener answers no cross-origin request");
    }

    private static bool IsOwnName(HttpContext context)
    {
        var host = context.Request.Host.Host;
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
            return true;
        return IPAddress.TryParse(host.AsSpan().Trim("[]"), out var address)
            && (IPAddress.IsLoopback(address) || address.Equals(Unmapped(context.Connection.LocalIpAddress)));
    }

    private static IPAddress? Unmapped(IPAddress? address) => address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
}
