using System.Net;
using System.Net.Sockets;
using InferenceHost.Protocols;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace InferenceHost.Hosting;

/// <summary>Kestrel with its listeners, two of HTTP and two of gRPC. What is not about one listener is the same for all.</summary>
internal static class Listeners
{
    private const int MaxRequestLine = 8 << 10;

    /// <summary>Sets the listeners up, and what bounds every request.</summary>
    public static void Configure(WebApplicationBuilder builder, HostOptions options, ServerCertificate? certificate, PublicConnections connections) => builder.WebHost.UseSockets(KeepOnOneThread).ConfigureKestrel(kestrel =>
    {
        kestrel.AddServerHeader = false;
        kestrel.AllowSynchronousIO = false;

        // no two answers have the same X-Request-Id: each would push another's head out of the table of HTTP/2, after a search of it
        kestrel.AllowResponseHeaderCompression = false;

        // bodies are bounded where they are read: decoded, and by what the API says
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MaxRequestLineSize = MaxRequestLine;
        Listen(kestrel, options.Bind, options.PublicPort, isGrpc: false, connections, certificate);
        Listen(kestrel, options.InternalBind, options.InternalPort, isGrpc: false, connections: null, certificate: null);
        Listen(kestrel, options.Bind, options.PublicGrpcPort, isGrpc: true, connections, certificate);
        Listen(kestrel, options.InternalBind, options.GrpcPort, isGrpc: true, connections: null, certificate: null);
    });

    /// <summary>The base URLs of the listeners, with the ports that they really have.</summary>
    public static (string Public, string Internal, string PublicGrpc, string InternalGrpc) Urls(IServer server, HostOptions options)
    {
        var addresses = server.Features.Get<IServerAddressesFeature>()!.Addresses.Select(BindingAddress.Parse).ToArray();
        var (outside, inside) = (Reached(options.Bind), Reached(options.InternalBind));
        return (PublicUrl(options, addresses[0].Port)!, Url(Uri.UriSchemeHttp, inside, addresses[1].Port), Url(Scheme(options), outside, addresses[2].Port), Url(Uri.UriSchemeHttp, inside, addresses[3].Port));
    }

    /// <summary>What callers reach the public listener by; null where that is a port that is not known yet, 0.</summary>
    public static string? PublicUrl(HostOptions options, int port) =>
        options.PublicUrl?.AbsoluteUri.TrimEnd('/') ?? (port == 0 ? null : Url(Scheme(options), Reached(options.Bind), port));

    /// <summary>Whether a server that did not start could not have an address or port, which is no bug.</summary>
    public static bool CannotListen(Exception e) => e is IOException or SocketException;

    private static string Scheme(HostOptions options) => options.Tls is null ? Uri.UriSchemeHttp : Uri.UriSchemeHttps;

    /// <summary>An address that a listener is reached by from this machine.</summary>
    private static IPAddress Reached(IPAddress bound) => bound.Equals(IPAddress.Any) || bound.Equals(IPAddress.IPv6Any) ? IPAddress.Loopback : bound;

    /// <summary>
    /// A request is read, answered and sent by the pool thread that took it from its socket: without two changes of thread, which cost more than a small
    /// model's run. What takes long leaves that thread by itself (<see cref="Batching.RunPace"/>). benchmarks/latency.sh shows the difference.
    /// </summary>
    private static void KeepOnOneThread(SocketTransportOptions sockets)
    {
        sockets.UnsafePreferInlineScheduling = true;

        // one system call less per request, for 4 KB per idle connection
        sockets.WaitForDataBeforeAllocatingBuffer = false;
    }

    private static string Url(string scheme, IPAddress address, int port) => $"{scheme}://{new IPEndPoint(address, port)}";

    private static void Listen(KestrelServerOptions kestrel, IPAddress address, int port, bool isGrpc, PublicConnections? connections, ServerCertificate? certificate)
    {
        var feature = new ListenerFeature(isInternal: connections is null, isGrpc);
        kestrel.Listen(address, port, listener =>
        {
            listener.Protocols = isGrpc ? HttpProtocols.Http2 : certificate is null ? HttpProtocols.Http1 : HttpProtocols.Http1AndHttp2;
            listener.Use(next => connection =>
            {
                connection.Features.Set<IListenerFeature>(feature);
                return connections is null ? next(connection) : connections.KeepAsync(connection, next);
            });
            if (certificate is not null)
                listener.UseHttps(certificate.ForHandshakes(isGrpc));
        });
    }
}
