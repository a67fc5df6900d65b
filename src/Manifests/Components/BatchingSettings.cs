using Inference.Manifests.Schemas;

namespace Inference.Manifests;

/// <summary>Requests are gathered into one run, where the model's signature has a batch axis.</summary>
public sealed record BatchingSettings
{
    public int MaxBatchSize { get; init; }

    /// <summary>How long the first request of a batch waits for others; zero: only what is there already.</summary>
    public Duration MaxDelay { get; init; }

    internal static ObjectSchema<BatchingSettings> Schema { get; } = new ObjectSchema<BatchingSettings>("Requests are gathered into one run, where the model has a batch axis.")
        .Required("maxBatchSize", new IntegerSchema(1, 65536), (b, v) => b with { MaxBatchSize = v }, "The most rows in one run.")
        .Optional("maxDelay", Amounts.AnyTime, b => b.MaxDelay, (b, v) => b with { MaxDelay = v }, "How long the first request waits for others.");
}
