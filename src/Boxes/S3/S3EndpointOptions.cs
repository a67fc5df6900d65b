namespace Inference.Boxes;

/// <summary>How patient we are with a store.</summary>
public sealed record S3EndpointOptions
{
    /// <summary>For a request to be sent and answered, and for each piece of a body to come; for a look, a list or a removal with its repetitions together, half of it for one.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(20);

    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a request is sent again that may be: one that did not change anything, or whose repetition changes nothing more; once at most after a timeout.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>Before the first repetition; doubled each time, with jitter.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>So many requests within ten seconds, at least half of them failed, and the store is left alone for <see cref="BreakDuration"/>.</summary>
    public int BreakAfter { get; init; } = 8;

    public TimeSpan BreakDuration { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Stands between us and the network, in tests.</summary>
    internal Func<HttpMessageHandler, HttpMessageHandler> Wrap { get; init; } = static handler => handler;
}
