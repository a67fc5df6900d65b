using Inference.Manifests.Schemas;

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

    internal static ObjectSchema<S3Storage> Schema { get; } = new ObjectSchema<S3Storage>("A bucket of one's own.")
        .Required("endpoint", Texts.Url, (s, v) => s with { Endpoint = v }, "The store's address.")
        .Optional("publicEndpoint", Texts.Url, s => s.PublicEndpoint, (s, v) => s with { PublicEndpoint = v }, "The address that callers reach it at; without it, endpoint.")
        .Required("bucket", Texts.Bucket, (s, v) => s with { Bucket = v }, "The bucket.")
        .Optional("prefix", Paths.Relative, s => s.Prefix, (s, v) => s with { Prefix = v }, "The part of the bucket that is the box.")
        .Optional("credentials", Texts.Label, s => s.Credentials, (s, v) => s with { Credentials = v }, "A Secret; without it, the credentials of the host's environment.")
        .Optional("region", Texts.NotEmpty, s => s.Region, (s, v) => s with { Region = v }, "The store's region.");
}
