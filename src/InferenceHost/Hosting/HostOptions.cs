using System.Net;
using InferenceHost.Publishing;

namespace InferenceHost.Hosting;

/// <summary>What <c>serve</c> was told, checked.</summary>
internal sealed record HostOptions
{
    /// <summary>A folder of manifests, or a bare model file.</summary>
    public required string Source { get; init; }

    /// <summary>Where the host keeps what is its own.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Where the public listener listens.</summary>
    public IPAddress Bind { get; init; } = IPAddress.Loopback;

    /// <summary>Where the internal listener listens. It asks nobody who they are: whoever reaches it may do all it can.</summary>
    public IPAddress InternalBind { get; init; } = IPAddress.Loopback;

    /// <summary>0 for any free port.</summary>
    public int PublicPort { get; init; } = 8080;

    /// <summary>0 for any free port.</summary>
    public int InternalPort { get; init; } = 8081;

    /// <summary>gRPC of the published APIs, where the public listener is. 0 for any free port.</summary>
    public int PublicGrpcPort { get; init; } = 8083;

    /// <summary>gRPC of all components, where the internal listener is. 0 for any free port.</summary>
    public int GrpcPort { get; init; } = 8082;

    /// <summary>What callers reach the public listener by, where that is not its own address.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>How long the host serves on, not ready, once it is told to stop: until nobody sends it new requests.</summary>
    public TimeSpan DrainDelay { get; init; }

    /// <summary>How long requests may take to finish once the host is told to stop.</summary>
    public TimeSpan GracePeriod { get; init; } = TimeSpan.FromSeconds(25);

    public bool RepositoryControl { get; init; }

    /// <summary>The interpreter of all Python components, by its absolute path or as a name to be found on the PATH; null for each component's own.</summary>
    public string? Python { get; init; }

    /// <summary>The unix socket of the launcher in the container of a Python component, absolute; null where Python runs here.</summary>
    public string? PythonSocket { get; init; }

    /// <summary>Folder of Secrets as a pod mounts them; null for none.</summary>
    public string? Secrets { get; init; }

    /// <summary>The store of boxes that have none of their own; null for a folder in the data folder.</summary>
    public S3Place? DefaultStore { get; init; }

    /// <summary>How often stores are asked whether something mounted changed.</summary>
    public TimeSpan StorePoll { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whose word on callers is taken.</summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary>Certificate of the public listener with what leads to its issuer, and its key: PEM files. Null for plain HTTP.</summary>
    public (string Certificate, string Key)? Tls { get; init; }

    /// <summary>Whether callers come by https: here, or to somebody before this host.</summary>
    public bool IsEncrypted => Tls is not null || PublicUrl?.Scheme == Uri.UriSchemeHttps;
}
