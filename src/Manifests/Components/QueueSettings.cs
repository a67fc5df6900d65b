using Inference.Manifests.Schemas;

namespace Inference.Manifests;

/// <summary>Requests that wait for their turn.</summary>
public sealed record QueueSettings
{
    /// <summary>One more is refused.</summary>
    public int MaxLength { get; init; } = 256;

    /// <summary>Null: none beyond the request's own.</summary>
    public Duration? Timeout { get; init; }

    internal static ObjectSchema<QueueSettings> Schema { get; } = new ObjectSchema<QueueSettings>("Requests that wait for their turn.")
        .Optional("maxLength", new IntegerSchema(1, 1_000_000), q => q.MaxLength, (q, v) => q with { MaxLength = v }, "One more is refused.")
        .Optional("timeout", Amounts.PositiveTime, q => q.Timeout, (q, v) => q with { Timeout = v }, "How long one may wait; without it, as long as requestTimeout.");
}
