using Inference.Boxes.S3;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Inference.Boxes;

/// <summary>
/// A store's address, with the connections to it and what is known of its health: one for all boxes that are there. When it fails again and again it is
/// left alone for a while, and everybody is told at once. Whoever made it disposes it, after its stores.
/// </summary>
public sealed class S3Endpoint : IDisposable
{
    private static readonly TimeSpan Sampling = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    private readonly ResiliencePipeline once;
    private readonly ResiliencePipeline repeated;
    private readonly ResiliencePipeline asked;

    public S3Endpoint(Uri address, S3EndpointOptions? options = null, TimeProvider? time = null)
    {
        Address = address;
        Options = options ?? new S3EndpointOptions();
        Time = time ?? TimeProvider.System;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectTimeout = Options.ConnectTimeout,
            PooledConnectionLifetime = ConnectionLifetime,
            UseCookies = false,
        };
        Http = new HttpClient(new NoExpectHandler(Options.Wrap(handler))) { Timeout = Timeout.InfiniteTimeSpan };
        var breaker = new ResiliencePipelineBuilder { TimeProvider = Time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                FailureRatio = 0.5,
                MinimumThroughput = Options.BreakAfter,
                SamplingDuration = Sampling,
                BreakDuration = Options.BreakDuration,
                ShouldHandle = static arguments => new ValueTask<bool>(S3Faults.IsTransient(arguments.Outcome.Exception)),
            })
            .Build();
        once = Attempt(breaker, Options.AttemptTimeout);
        repeated = Repeat(once);
        asked = new ResiliencePipelineBuilder { TimeProvider = Time }
            .AddTimeout(new TimeoutStrategyOptions { Timeout = Options.AttemptTimeout })
            .AddPipeline(Repeat(Attempt(breaker, Options.AttemptTimeout / 2)))
            .Build();
    }

    public Uri Address { get; }

    internal S3EndpointOptions Options { get; }

    internal TimeProvider Time { get; }

    internal HttpClient Http { get; }

    public void Dispose() => Http.Dispose();

    /// <summary>A connection that died unnoticed times out once; a store that hangs does so again and again, and somebody waits.</summary>
    private static bool MaySucceed(Exception? failure, int attempt) => S3Faults.IsTransient(failure) && (failure is not TimeoutRejectedException || attempt == 0);

    /// <summary>What brings no file and takes none, and may be repeated: over within <see cref="S3EndpointOptions.AttemptTimeout"/> with all its attempts.</summary>
    /// <param name="call">One attempt.</param>
    internal async Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        await asked.ExecuteAsync(static async (attempt, token) => await attempt(token), call, cancellationToken);

    /// <param name="repeat">Whether doing it twice does no harm.</param>
    /// <param name="call">One attempt.</param>
    internal async Task<T> CallAsync<T>(bool repeat, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        await (repeat ? repeated : once).ExecuteAsync(static async (attempt, token) => await attempt(token), call, cancellationToken);

    private ResiliencePipeline Attempt(ResiliencePipeline breaker, TimeSpan timeout) => new ResiliencePipelineBuilder { TimeProvider = Time }
        .AddPipeline(breaker)
        .AddTimeout(new TimeoutStrategyOptions { Timeout = timeout })
        .Build();

    private ResiliencePipeline Repeat(ResiliencePipeline attempt) => Options.Retries == 0 ? attempt : new ResiliencePipelineBuilder { TimeProvider = Time }
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = Options.Retries,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = Options.RetryDelay,
            MaxDelay = LongestDelay,
            ShouldHandle = static arguments => new ValueTask<bool>(MaySucceed(arguments.Outcome.Exception, arguments.AttemptNumber)),
        })
        .AddPipeline(attempt)
        .Build();
}
