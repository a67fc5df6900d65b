namespace InferenceHost.Publishing;

/// <summary>The part of a bucket that is a box.</summary>
/// <param name="Endpoint">The store's address.</param>
/// <param name="Bucket">In the store.</param>
internal sealed record S3Place(Uri Endpoint, string Bucket)
{
    /// <summary>What all names begin with, without a slash at the end; empty for the whole bucket.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Null for the usual one.</summary>
    public string? Region { get; init; }

    /// <summary>The address that callers reach it at; null for <see cref="Endpoint"/>.</summary>
    public Uri? PublicEndpoint { get; init; }

    /// <summary>Null for the environment's own, as AWS's tools find them.</summary>
    public S3Access? Access { get; init; }

    /// <summary>Asked without credentials: the environment's are another store's.</summary>
    public bool IsAnonymous { get; init; }

    /// <summary>Where a file of the box lies, for a person.</summary>
    public string Tell(string path) => $"s3://{Path.Combine(Bucket, Prefix, path)} ({Endpoint.GetLeftPart(UriPartial.Authority)})";
}
