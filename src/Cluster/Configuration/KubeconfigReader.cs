using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Inference.Cluster;

/// <summary>Reads a cluster and a user of a kubeconfig, with the files that they name. Says the first problem; never a secret.</summary>
internal sealed class KubeconfigReader
{
    public string? Problem { get; private set; }

    public ClusterConfig? Read(KubeconfigEntry cluster, KubeconfigEntry? user)
    {
        if (!Uri.TryCreate(cluster["server"], UriKind.Absolute, out var server) || (server.Scheme != Uri.UriSchemeHttps && server.Scheme != Uri.UriSchemeHttp))
            return Fail<ClusterConfig>(cluster, $"its server '{cluster["server"]}' is no http or https address");
        Uri? proxy = null;
        if (cluster["proxy-url"] is { Length: > 0 } && !Uri.TryCreate(cluster["proxy-url"], UriKind.Absolute, out proxy))
            return Fail<ClusterConfig>(cluster, "its proxy-url is no address");

        var config = new ClusterConfig
        {
            Server = server,
            Proxy = proxy,
            Authorities = Material(cluster, "certificate-authority") is { } pem ? Certificates(cluster, "certificate-authority", pem) : null,
            SkipTlsVerify = string.Equals(cluster["insecure-skip-tls-verify"], "true", StringComparison.OrdinalIgnoreCase),
            TlsServerName = cluster["tls-server-name"] is { Length: > 0 } name ? name : null,
        };
        return (Problem, user) switch
        {
            (not null, _) => null,
            (_, null) => config,
            _ => ReadUser(config, user),
        };
    }

    private ClusterConfig? ReadUser(ClusterConfig config, KubeconfigEntry user)
    {
        foreach (var unsupported in (string[])["exec", "auth-provider"])
        {
            if (user.Has(unsupported))
                return Fail<ClusterConfig>(user, $"'{unsupported}' is not supported: use a token, a token file or a client certificate (a service account has a token)");
        }

        var chain = Material(user, "client-certificate") is { } pem ? Certificates(user, "client-certificate", pem) : null;
        var key = Problem is null ? Material(user, "client-key") : null;
        config = config with
        {
            Token = user["token"] is { Length: > 0 } token ? token.Trim() : null,
            TokenFile = user["tokenFile"] is { Length: > 0 } file ? user.Locate(file) : null,
            Username = user["username"] is { Length: > 0 } name ? name : null,
            Password = user["password"] is { Length: > 0 } password ? password : null,
            ClientCertificate = chain is not null && key is not null ? WithKey(user, chain[0], key) : null,
            ClientCertificateChain = chain,
        };
        return (chain is null) == (key is null) || Problem is not null
            ? Problem is null ? config : null
            : Fail<ClusterConfig>(user, "a client certificate and its key go together, and one of them is missing");
    }

    /// <summary>What <c>key-data</c> holds in base64, or else the file that <c>key</c> names.</summary>
    private string? Material(KubeconfigEntry entry, string key)
    {
        try
        {
            if (entry[$"{key}-data"] is { Length: > 0 } data)
                return Encoding.UTF8.GetString(Convert.FromBase64String(data));
            return entry[key] is { Length: > 0 } path ? File.ReadAllText(entry.Locate(path)) : null;
        }
        catch (FormatException)
        {
            return Fail<string>(entry, $"its {key}-data is no base64");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Fail<string>(entry, $"its {key} cannot be read: {e.Message}");
        }
    }

    private X509Certificate2Collection? Certificates(KubeconfigEntry entry, string key, string pem)
    {
        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPem(pem);
            return certificates.Count > 0 ? certificates : Fail<X509Certificate2Collection>(entry, $"there is no certificate in its {key}");
        }
        catch (CryptographicException)
        {
            return Fail<X509Certificate2Collection>(entry, $"its {key} is no certificate");
        }
    }

    private X509Certificate2? WithKey(KubeconfigEntry entry, X509Certificate2 certificate, string key)
    {
        try
        {
            return X509Certificate2.CreateFromPem(certificate.ExportCertificatePem(), key);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            // the message of the framework names no secret, but neither does it help
            return Fail<X509Certificate2>(entry, "its client-key is no key of its client-certificate");
        }
    }

    private T? Fail<T>(KubeconfigEntry entry, string problem)
        where T : class
    {
        Problem ??= $"{entry.File}: {entry.Title}: {problem}";
        return null;
    }
}
