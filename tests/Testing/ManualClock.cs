namespace Inference.Testing;

/// <summary>A clock that stands still until it is told to go on; timers fire on the thread that moves it. Any number of threads.</summary>
public sealed class ManualClock(DateTimeOffset start) : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<Alarm> pending = [];
    private TimeSpan elapsed;

    public ManualClock()
        : this(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero))
    {
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
            return start + elapsed;
    }

    public override long GetTimestamp()
    {
        lock (gate)
            return elapsed.Ticks;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, () => callback(state));
        alarm.Change(dueTime, period);
        return alarm;
    }

    /// <summary>Moves on; what is due by then is called, in the order it is due.</summary>
    public void Advance(TimeSpan by)
    {
        TimeSpan until;
        lock (gate)
            until = elapsed + by;
        while (TryTakeDue(until, out var alarm))
            alarm.Ring();
        lock (gate)
            elapsed = until;
    }

    /// <summary>Waits, in real time, until a timer is set that is due within <paramref name="within"/>: somebody waits for the clock.</summary>
    public Task WaitForTimerAsync(TimeSpan within) => Condition.HoldsAsync(
        () =>
        {
            lock (gate)
                return pending.Exists(alarm => alarm.Due <= elapsed + within);
        },
        () => "nobody waits for the clock");

    private bool TryTakeDue(TimeSpan until, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Alarm? due)
    {
        lock (gate)
        {
            due = pending.Where(alarm => alarm.Due <= until).MinBy(alarm => alarm.Due);
            if (due is null)
                return false;
            elapsed = due.Due > elapsed ? due.Due : elapsed;
            pending.Remove(due);
            if (due.Period > TimeSpan.Zero)
            {
                due.Due += due.Period;
                pending.Add(due);
            }

            return true;
        }
    }

    private sealed class Alarm(ManualClock clock, Action ring) : ITimer
    {
        public TimeSpan Due { get; set; }

        public TimeSpan Period { get; private set; }

        public void Ring() => ring();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock.gate)
            {
                clock.pending.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan)
                    return true;
                Due = clock.elapsed + dueTime;
                Period = period == Timeout.InfiniteTimeSpan ? TimeSpan.Zero : period;
                clock.pending.Add(this);
                return true;
            }
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
