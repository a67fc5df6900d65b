namespace Inference.Contracts;

/// <summary>A moment on a monotonic clock after which nobody waits for the answer. <c>default</c> is no deadline.</summary>
public readonly struct Deadline
{
    private readonly TimeProvider? clock;
    private readonly long timestamp;

    private Deadline(TimeProvider clock, long timestamp)
    {
        this.clock = clock;
        this.timestamp = timestamp;
    }

    public static Deadline None => default;

    public bool IsNone => clock is null;

    public bool HasPassed => clock is not null && clock.GetTimestamp() >= timestamp;

    /// <summary>Time left, never negative; <see cref="Timeout.InfiniteTimeSpan"/> where there is no deadline.</summary>
    public TimeSpan Remaining
    {
        get
        {
            if (clock is null)
                return Timeout.InfiniteTimeSpan;
            var left = clock.GetElapsedTime(clock.GetTimestamp(), timestamp);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    public static Deadline After(TimeProvider clock, TimeSpan delay)
    {
        ArgumentNullException.ThrowIfNull(clock);
        return After(clock, clock.GetTimestamp(), delay);
    }

    /// <param name="clock">Whose timestamps these are.</param>
    /// <param name="from">A timestamp of <paramref name="clock"/>, for example when the request arrived.</param>
    /// <param name="delay">Time from then on.</param>
    public static Deadline After(TimeProvider clock, long from, TimeSpan delay)
    {
        ArgumentNullException.ThrowIfNull(clock);
        var ticks = Math.Round(delay.TotalSeconds * clock.TimestampFrequency);

        // further away than the clock counts is never
        return new Deadline(clock, ticks < long.MaxValue - from ? from + (long)ticks : long.MaxValue);
    }

    /// <summary>The earlier of the two.</summary>
    public static Deadline Earlier(Deadline one, Deadline other) =>
        one.IsNone ? other : other.IsNone ? one : one.timestamp <= other.timestamp ? one : other;

    /// <summary>The later of the two; no deadline is later than any.</summary>
    public static Deadline Later(Deadline one, Deadline other) =>
        one.IsNone || other.IsNone ? None : one.timestamp >= other.timestamp ? one : other;
}
