using System.Diagnostics;

namespace InferenceHost.Batching;

/// <summary>
/// Whether a model's runs are so short that a change of thread would cost more than it saves. A run that is not keeps its thread from seeing that the
/// caller has left, so it goes to a thread of its own. A moving average of what was measured; before the first runs a model counts as slow.
/// </summary>
internal sealed class RunPace
{
    private const int Weight = 4;
    private static readonly long QuickTicks = Stopwatch.Frequency / 4000;
    private long average = 2 * QuickTicks;

    /// <summary>Shorter than a quarter of a millisecond, lately.</summary>
    public bool IsQuick => Volatile.Read(ref average) < QuickTicks;

    /// <summary>A thread that lost its CPU in the middle makes a quick run look long: one run adds no more than a fraction, which many long ones soon add up to. Runs at the same time may overwrite each other's share of the average: it is an estimate all the same.</summary>
    /// <param name="ticks">How long a run took, in ticks of <see cref="Stopwatch"/>.</param>
    public void Record(long ticks)
    {
        var seen = Volatile.Read(ref average);
        Volatile.Write(ref average, seen + ((Math.Min(ticks, 2 * seen) - seen) / Weight));
    }
}
