using InferenceHost.Admission;
using Microsoft.AspNetCore.Hosting.Server;

namespace InferenceHost.Hosting;

/// <summary>
/// How the host stops: it serves on, not ready, until nobody sends new callers here; closes the gate; lets what is in hand finish within the grace period, answers what does not, and closes.
/// </summary>
internal sealed partial class Drain(HostOptions options, TimeProvider clock)
{
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    // what arrived on a kept connection before it was closed is let in within this time
    private static readonly TimeSpan CloseIdleTimeout = TimeSpan.FromMilliseconds(200);

    public Gate Gate { get; } = new();

    public RequestLives Lives { get; } = new();

    public PublicConnections Connections { get; } = new();

    /// <summary>Completes when nothing is in hand any more, and nobody listens.</summary>
    public async Task RunAsync(IServer server, ILogger logger)
    {
        if (options.DrainDelay > TimeSpan.Zero)
            await LeaveAsync(logger);
        var empty = Gate.CloseAsync();
        LogDraining(logger);
        try
        {
            await empty.WaitAsync(options.GracePeriod, clock);
        }
        catch (TimeoutException)
        {
            Lives.EndAll();
        }

        using var close = new CancellationTokenSource(CloseTimeout, clock);
        await server.StopAsync(close.Token);
    }

    /// <summary>Callers are asked to leave: with the answer to what they ask, or in the end where they ask nothing.</summary>
    private async Task LeaveAsync(ILogger logger)
    {
        Gate.Announce();
        LogLeaving(logger, options.DrainDelay.TotalSeconds);
        await Task.Delay(options.DrainDelay, clock);
        await Connections.EndIdleAsync(CloseIdleTimeout, clock);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "told to stop: not ready, serving on for {Seconds} s")]
    private static partial void LogLeaving(ILogger logger, double seconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "told to stop: refusing new requests, finishing those in hand")]
    private static partial void LogDraining(ILogger logger);
}
