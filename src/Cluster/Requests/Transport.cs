using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Inference.Cluster;

/// <summary>Connections to an API server, as a configuration wants them.</summary>
internal static class Transport
{
    private const int KeepAliveSeconds = 30;
    private const int KeepAliveTries = 3;
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    // so that a server behind a balancer gets its share again after another one was away
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    public static HttpMessageHandler Open(ClusterConfig config) => new SocketsHttpHandler
    {
        SslOptions = Tls(config),
        ConnectTimeout = ConnectTimeout,
        ConnectCallback = ConnectAsync,
        PooledConnectionLifetime = Lifetime,
        AllowAutoRedirect = false, // the credentials are for this server
        UseCookies = false,
        UseProxy = config.Proxy is not null || !config.Server.IsLoopback,
        Proxy = config.Proxy is null ? null : new WebProxy(config.Proxy),
        ActivityHeadersPropagator = null,
    };

    private static SslClientAuthenticationOptions Tls(ClusterConfig config)
    {
        var options = new SslClientAuthenticationOptions();
        if (config.Authorities is not null)
        {
            options.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(config.Authorities);
        }

        // a context sends the certificate whatever authorities the server names
        if (config.ClientCertificate is not null)
            options.ClientCertificateContext = SslStreamCertificateContext.Create(config.ClientCertificate, config.ClientCertificateChain, offline: true);
#pragma warning disable CA5359 // the configuration says so
        if (config.SkipTlsVerify)
            options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        return options;
    }

    // a peer that went away without a word is noticed while nothing is sent
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, KeepAliveSeconds);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, KeepAliveSeconds / KeepAliveTries);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, KeepAliveTries);
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
