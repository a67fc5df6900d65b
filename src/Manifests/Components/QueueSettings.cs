namespace Inference.Manifests;

/// <summary>Requests that wait for their turn.</summary>
public sealed record QueueSettings
{
    /// <summary>One more is refused.</summary>
    public int MaxLength { get; init; } = 256;

    /// <summary>Null: none beyond the request's own.</summary>
    public Duration? Timeout { get; init; }
}
