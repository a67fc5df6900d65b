using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using InferenceHost.Components;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace InferenceHost.Hosting;

/// <summary>
/// The certificate of the public listener, from two PEM files that are read again when they change, be it in place or by a link that leads elsewhere (as Kubernetes mounts them). A new pair that cannot be used
/// leaves the old one serving.
/// </summary>
internal sealed partial class ServerCertificate
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);
    private readonly string certificatePath;
    private readonly string keyPath;
    private SslServerAuthenticationOptions options;
    private (FileStamp, FileStamp)? read;

    private ServerCertificate(string certificatePath, string keyPath, SslServerAuthenticationOptions options, (FileStamp, FileStamp)? read)
    {
        this.certificatePath = certificatePath;
        this.keyPath = keyPath;
        this.options = options;
        this.read = read;
    }

    /// <summary>Or a message, where the pair cannot be used.</summary>
    public static (ServerCertificate? Certificate, string? Problem) Open(string certificatePath, string keyPath)
    {
        var read = LookAt(certificatePath, keyPath);
        var (options, problem) = Load(certificatePath, keyPath);
        return options is null ? (null, $"--certificate, --key: {problem}") : (new ServerCertificate(certificatePath, keyPath, options, read), null);
    }

    /// <summary>For each handshake the pair that is good at the time.</summary>
    /// <param name="isGrpc">The listener speaks HTTP/2 only: it has options of its own, since the server writes the protocols into them.</param>
    public TlsHandshakeCallbackOptions ForHandshakes(bool isGrpc) => new()
    {
        OnConnection = isGrpc ? _ => ValueTask.FromResult(Copy(Volatile.Read(ref options))) : _ => ValueTask.FromResult(Volatile.Read(ref options)),
    };

    /// <summary>Follows changes until cancelled.</summary>
    public async Task RunAsync(ILogger logger, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(PollInterval, clock);
        var seen = read;
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            // taken up when two looks agree: somebody may be in the middle of writing
            var now = LookAt(certificatePath, keyPath);
            if (now != read && now == seen)
                TakeUp(now, logger);
            seen = now;
        }
    }

    private void TakeUp((FileStamp, FileStamp)? now, ILogger logger)
    {
        read = now;
        var (next, problem) = Load(certificatePath, keyPath);
        if (next is null)
        {
            LogUnusable(logger, problem!);
            return;
        }

        Volatile.Write(ref options, next);
        LogTakenUp(logger, certificatePath);
    }

    private static (FileStamp, FileStamp)? LookAt(string certificatePath, string keyPath)
    {
        try
        {
            return (FileStamp.Of(certificatePath), FileStamp.Of(keyPath));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static SslServerAuthenticationOptions Copy(SslServerAuthenticationOptions options) =>
        new() { ServerCertificateContext = options.ServerCertificateContext, EnabledSslProtocols = options.EnabledSslProtocols };

    private static (SslServerAuthenticationOptions? Options, string? Problem) Load(string certificatePath, string keyPath)
    {
        try
        {
            var all = new X509Certificate2Collection();
            all.ImportFromPemFile(certificatePath);
            var own = X509Certificate2.CreateFromPemFile(certificatePath, keyPath);
            return (new SslServerAuthenticationOptions
            {
                // what stands behind the first certificate of the file is the way to its issuer; nothing is fetched
                ServerCertificateContext = SslStreamCertificateContext.Create(own, all, offline: true),
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            }, null);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            return (null, $"expected a certificate and its key in PEM, which belong together, in '{certificatePath}' and '{keyPath}': {e.Message}");
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "the certificate in {Path} is taken up")]
    private static partial void LogTakenUp(ILogger logger, string path);

    [LoggerMessage(Level = LogLevel.Error, Message = "the new certificate cannot be used, the old one serves on: {Reason}")]
    private static partial void LogUnusable(ILogger logger, string reason);
}
