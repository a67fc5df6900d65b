namespace ManifestController.Planning.Settings;

/// <summary>How published APIs are reached from outside of the cluster.</summary>
internal sealed record IngressSettings
{
    /// <summary>Null for the cluster's default class.</summary>
    public string? Class { get; init; }

    /// <summary>Null for any.</summary>
    public string? Host { get; init; }

    /// <summary>A Secret of each namespace with the certificate; null for plain HTTP, or for the controller's own certificate.</summary>
    public string? TlsSecret { get; init; }

    /// <summary>For the ingress controller at hand, such as the largest body it passes on.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();

    /// <summary>What callers reach the APIs by; null where no host is known.</summary>
    public string? BaseUrl => Host is null ? null : $"{(TlsSecret is null ? "http" : "https")}://{Host}";
}
