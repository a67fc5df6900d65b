using System.Numerics;

namespace Inference.Load.Measures;

/// <summary>
/// Durations counted in buckets of at most 0.4 % of their value, from a nanosecond to hours, in fixed memory: each power of two is cut into 256.
/// Not thread-safe; one per thread, added up at the end.
/// </summary>
internal sealed class LatencyHistogram
{
    private const int Bits = 8;
    private const int PerPower = 1 << Bits;
    private const int Powers = 48;

    private readonly long[] counts = new long[PerPower * Powers];

    public long Count { get; private set; }

    public TimeSpan Max { get; private set; }

    public void Add(TimeSpan duration)
    {
        counts[IndexOf((ulong)duration.TotalNanoseconds)]++;
        Count++;
        if (duration > Max)
            Max = duration;
    }

    public void Add(LatencyHistogram other)
    {
        for (var i = 0; i < counts.Length; i++)
            counts[i] += other.counts[i];
        Count += other.Count;
        if (other.Max > Max)
            Max = other.Max;
    }

    /// <param name="fraction">0.5 is the median.</param>
    /// <returns>In microseconds; 0 where nothing was counted.</returns>
    public double Microseconds(double fraction)
    {
        var rank = (long)Math.Ceiling(fraction * Count);
        long seen = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            seen += counts[i];
            if (seen >= rank && seen > 0)
                return Middle(i) / 1000;
        }

        return 0;
    }

    private static int IndexOf(ulong nanoseconds)
    {
        if (nanoseconds < PerPower)
            return (int)nanoseconds;
        var shift = BitOperations.Log2(nanoseconds) - Bits;
        return Math.Min(((shift + 1) * PerPower) + (int)((nanoseconds >> shift) - PerPower), (PerPower * Powers) - 1);
    }

    private static double Middle(int index)
    {
        if (index < PerPower)
            return index;
        var shift = (index / PerPower) - 1;
        return Math.ScaleB((index % PerPower) + PerPower + 0.5, shift);
    }
}
