namespace Inference.Cluster;

/// <summary>Ever longer pauses between tries, up to a bound, each of random length so that many clients do not come back together. One user.</summary>
internal sealed class Backoff(TimeProvider clock, TimeSpan first, TimeSpan longest)
{
    private const int Doublings = 16;
    private int tries;

    public void Reset() => tries = 0;

    /// <param name="atLeast">What the server asks for, up to a minute.</param>
    public Task WaitAsync(TimeSpan? atLeast, CancellationToken cancellationToken)
    {
        var most = TimeSpan.FromTicks(Math.Min(longest.Ticks, first.Ticks << Math.Min(tries, Doublings)));
        tries++;
#pragma warning disable CA5394 // nobody gains from guessing it
        var pause = most * (0.5 + (Random.Shared.NextDouble() / 2));
#pragma warning restore CA5394
        var asked = atLeast is { } wait ? TimeSpan.FromTicks(Math.Min(wait.Ticks, TimeSpan.TicksPerMinute)) : TimeSpan.Zero;
        return Task.Delay(pause > asked ? pause : asked, clock, cancellationToken);
    }
}
