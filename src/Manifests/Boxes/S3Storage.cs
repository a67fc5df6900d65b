namespace Inference.Manifests;

/// <summary>A bucket of one's own; bucket and prefix are the box's root.</summary>
public sealed record S3Storage
{
    /// <summary>The store's http or https address.</summary>
    public string Endpoint { get; init; } = "";

    /// <summary>The address that callers reach the store at, for signed links. Null: <see cref="Endpoint"/>.</summary>
    public string? PublicEndpoint { get; init; }

    public string Bucket { get; init; } = "";

    public SubPath Prefix { get; init; }

    /// <summary>A Secret in the same namespace. Null: the credentials of the host's own environment.</summary>
    public string? Credentials { get; init; }

    public string? Region { get; init; }
}
