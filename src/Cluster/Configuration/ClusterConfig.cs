using System.Security.Cryptography.X509Certificates;

namespace Inference.Cluster;

/// <summary>Where an API server is, how it is known to be the right one, and as whom we speak. Secrets are not part of its text.</summary>
public sealed record ClusterConfig
{
    public required Uri Server { get; init; }

    /// <summary>Whose certificates the server may have; null for those that the machine trusts.</summary>
    public X509Certificate2Collection? Authorities { get; init; }

    /// <summary>With its key. The caller keeps it, and keeps it as long as a client uses it.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>What lies between the client's certificate and the authority.</summary>
    public X509Certificate2Collection? ClientCertificateChain { get; init; }

    /// <summary>A bearer token.</summary>
    public string? Token { get; init; }

    /// <summary>A file that holds a bearer token, and another one later. Goes before <see cref="Token"/>.</summary>
    public string? TokenFile { get; init; }

    public string? Username { get; init; }

    public string? Password { get; init; }

    /// <summary>Any server is believed.</summary>
    public bool SkipTlsVerify { get; init; }

    /// <summary>The name that the server's certificate must have, where it is not that of the address.</summary>
    public string? TlsServerName { get; init; }

    /// <summary>Null for what the environment says.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>The namespace of who does not name one: the pod's own, or the kubeconfig's.</summary>
    public string DefaultNamespace { get; init; } = "default";

    /// <summary>What the server's audit log calls us; without a blank.</summary>
    public string UserAgent { get; init; } = "inference";

    /// <summary>For every request but watches.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many objects of a list are asked for at once.</summary>
    public int PageSize { get; init; } = 100;

    /// <summary>The shortest time for which a watch is asked; it is up to twice as long.</summary>
    public TimeSpan WatchTime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The configuration of <c>kubectl</c>. A certificate and its key are read here; a token file is read when it is needed.</summary>
    /// <param name="path">Null for <c>KUBECONFIG</c> (which may name several files), or else <c>~/.kube/config</c>.</param>
    /// <param name="context">Null for the current one.</param>
    /// <returns>Either; the problem says which file, what is wrong with it, and what to do.</returns>
    public static (ClusterConfig? Config, string? Problem) FromKubeconfig(string? path = null, string? context = null) => Kubeconfig.Load(path, context);

    /// <summary>The configuration of a pod, from its service account.</summary>
    /// <returns>Either; the problem says what is missing.</returns>
    public static (ClusterConfig? Config, string? Problem) InCluster() =>
        new PodConfig("/var/run/secrets/kubernetes.io/serviceaccount", Environment.GetEnvironmentVariable).Load();

    public override string ToString() => $"{Server.GetLeftPart(UriPartial.Path)} ({Identity})";

    private string Identity => (ClientCertificate, TokenFile ?? Token, Username) switch
    {
        ({ } certificate, _, _) => $"certificate of {certificate.Subject}",
        (_, not null, _) => TokenFile is null ? "a token" : $"the token in {TokenFile}",
        (_, _, { } user) => $"user {user}",
        _ => "nobody",
    };
}
