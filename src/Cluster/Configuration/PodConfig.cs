using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Inference.Cluster;

/// <summary>What a pod is given: an address in the environment, and a folder with a token, an authority and a namespace.</summary>
internal sealed class PodConfig(string folder, Func<string, string?> variable)
{
    public (ClusterConfig? Config, string? Problem) Load()
    {
        var host = variable("KUBERNETES_SERVICE_HOST");
        var port = variable("KUBERNETES_SERVICE_PORT") ?? "443";
        if (string.IsNullOrEmpty(host))
            return (null, "this is no pod: KUBERNETES_SERVICE_HOST is not set");
        var written = IPAddress.TryParse(host, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{host}]" : host;
        if (!Uri.TryCreate($"https://{written}:{port}", UriKind.Absolute, out var server))
            return (null, $"KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are no address: '{host}', '{port}'");

        var token = Path.Combine(folder, "token");
        if (!File.Exists(token))
            return (null, $"there is no {token}: the pod must run with a service account whose token is mounted");

        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(Path.Combine(folder, "ca.crt"));
            var file = Path.Combine(folder, "namespace");
            var own = File.Exists(file) ? File.ReadAllText(file).Trim() : "";
            return (new ClusterConfig { Server = server, Authorities = authorities, TokenFile = token, DefaultNamespace = own.Length > 0 ? own : "default" }, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return (null, $"the service account in {folder} cannot be read: {e.Message}");
        }
    }
}
