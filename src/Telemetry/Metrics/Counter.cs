namespace Inference.Telemetry.Metrics;

/// <summary>
/// A total that only grows. Whole amounts, the usual case, are one interlocked addition; fractions (seconds) are kept apart, since adding to a
/// double takes a compare-and-swap loop. One cell, not one per CPU: with a few updates per request the cache line is not what limits a server.
/// </summary>
public sealed class Counter : Metric
{
    private long whole;
    private double fraction;

    internal Counter()
    {
    }

    public double Value => Volatile.Read(ref whole) + Volatile.Read(ref fraction);

    public void Increment() => Interlocked.Increment(ref whole);

    /// <param name="amount">Zero or more.</param>
    public void Add(long amount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(amount);
        Interlocked.Add(ref whole, amount);
    }

    /// <param name="amount">Zero or more, finite.</param>
    public void Add(double amount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(amount);
        AtomicDouble.Add(ref fraction, amount);
    }

    /// <summary>Mirrors a total that someone else counts (the runtime, the kernel); never together with <see cref="Add(long)"/>.</summary>
    public void SetTotal(double total) => Volatile.Write(ref fraction, total);

    internal override void Write(ExpositionWriter writer, in SampleName name)
    {
        var fractions = Volatile.Read(ref fraction);
        if (fractions is 0)
            writer.Sample(name, Volatile.Read(ref whole));
        else
            writer.Sample(name, Volatile.Read(ref whole) + fractions);
    }
}
