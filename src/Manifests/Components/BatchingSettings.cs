namespace Inference.Manifests;

/// <summary>Requests are gathered into one run, where the model's signature has a batch axis.</summary>
public sealed record BatchingSettings
{
    public int MaxBatchSize { get; init; }

    /// <summary>How long the first request of a batch waits for others; zero: only what is there already.</summary>
    public Duration MaxDelay { get; init; }
}
