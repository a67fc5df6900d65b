namespace Inference.Boxes;

/// <summary>Which part of which bucket is the box, and who asks.</summary>
/// <param name="Bucket">It must exist.</param>
public sealed record S3Options(string Bucket)
{
    public const string DefaultRegion = "us-east-1";

    /// <summary>What the names of all its objects begin with, with or without a slash at the end; empty for the whole bucket.</summary>
    public string Prefix { get; init; } = "";

    public string Region { get; init; } = DefaultRegion;

    /// <summary>The address that callers reach the store at, for signed links. Null: the endpoint's own.</summary>
    public Uri? PublicEndpoint { get; init; }

    /// <summary>Null: the environment's chain, as AWS's own tools have it (variables, profile, web identity, instance).</summary>
    public S3Credentials? Credentials { get; init; }

    /// <summary>Requests are not signed, whatever the environment has.</summary>
    public bool IsAnonymous { get; init; }

    /// <summary>Bytes of one part of a large file; what fits into one part is stored by one request. S3 wants at least 5 MiB.</summary>
    public int PartSize { get; init; } = 8 << 20;

    /// <summary>Parts on their way at once, each with a buffer of <see cref="PartSize"/>.</summary>
    public int ParallelParts { get; init; } = 2;
}
