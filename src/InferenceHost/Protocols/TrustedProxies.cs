using System.Net;

namespace InferenceHost.Protocols;

/// <summary>
/// The proxies whose word on callers is taken: <c>X-Forwarded-For</c>, <c>-Proto</c> and <c>-Host</c> of a request that comes from one of these addresses. Nobody else's is looked at. Immutable.
/// </summary>
internal sealed class TrustedProxies(IReadOnlyList<IPNetwork> networks)
{
    private const string Addresses = "X-Forwarded-For";
    private const string Schemes = "X-Forwarded-Proto";
    private const string Hosts = "X-Forwarded-Host";
    private const int LongestHost = 255;

    public static TrustedProxies None { get; } = new([]);

    /// <summary>Where the caller calls from: the last address of the way here that is no trusted proxy's.</summary>
    public IPAddress? CallerOf(HttpContext context)
    {
        var from = Unmapped(context.Connection.RemoteIpAddress);
        if (!IsTrusted(from))
            return from;
        var way = context.Request.Headers[Addresses].ToString().Split(',', StringSplitOptions.TrimEntries);
        for (var i = way.Length - 1; i >= 0; i--)
        {
            // what cannot be read was not written by a proxy of ours, nor was anything before it
            if (!TryRead(way[i], out var address))
                return from;
            from = Unmapped(address);
            if (!IsTrusted(from))
                return from;
        }

        return from;
    }

    /// <summary>What the caller reaches this host by: scheme and authority, as the last proxy says it or as the request came.</summary>
    public (string Scheme, HostString Host) AddressOf(HttpContext context)
    {
        var request = context.Request;
        if (!IsTrusted(Unmapped(context.Connection.RemoteIpAddress)))
            return (request.Scheme, request.Host);
        var scheme = Last(request.Headers[Schemes].ToString()).ToLowerInvariant();
        var host = Last(request.Headers[Hosts].ToString());
        return (scheme is "http" or "https" ? scheme : request.Scheme, IsHost(host) ? new HostString(host) : request.Host);
    }

    private static string Last(string list) => list[(list.LastIndexOf(',') + 1)..].Trim();

    // a name or an address with or without a port: nothing that would make a link lead elsewhere
    private static bool IsHost(string host) =>
        host.Length is > 0 and <= LongestHost && host.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or ':' or '[' or ']')
        && Uri.TryCreate($"http://{host}/", UriKind.Absolute, out var url) && url.PathAndQuery == "/";

    private static bool TryRead(string text, out IPAddress? address) =>
        IPAddress.TryParse(text, out address) || (IPEndPoint.TryParse(text, out var point) && (address = point.Address) is not null);

    private bool IsTrusted(IPAddress? address)
    {
        if (address is null)
            return false;
        for (var i = 0; i < networks.Count; i++)
        {
            if (networks[i].Contains(address))
                return true;
        }

        return false;
    }

    private static IPAddress? Unmapped(IPAddress? address) => address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
}
