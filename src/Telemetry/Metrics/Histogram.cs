namespace Inference.Telemetry.Metrics;

/// <summary>
/// Counts of observations per bucket, and their sum. The count is the sum of the buckets at the scrape, so that <c>_count</c> and the bucket
/// <c>+Inf</c> always agree; <c>_sum</c> may be one observation ahead or behind.
/// </summary>
public sealed class Histogram : Metric
{
    private readonly HistogramBuckets buckets;
    private readonly long[] counts;
    private double sum;

    internal Histogram(HistogramBuckets buckets)
    {
        this.buckets = buckets;
        counts = new long[buckets.Bounds.Length + 1];
    }

    public long Count
    {
        get
        {
            long total = 0;
            for (var i = 0; i < counts.Length; i++)
                total += Volatile.Read(ref counts[i]);
            return total;
        }
    }

    public double Sum => Volatile.Read(ref sum);

    /// <param name="value">In the unit of the metric's name (seconds, bytes, items). NaN is not counted: it would spoil the sum for ever.</param>
    public void Observe(double value)
    {
        if (double.IsNaN(value))
            return;
        Interlocked.Increment(ref counts[buckets.IndexOf(value)]);
        AtomicDouble.Add(ref sum, value);
    }

    internal override void Write(ExpositionWriter writer, in SampleName name)
    {
        long cumulative = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            cumulative += Volatile.Read(ref counts[i]);
            writer.Sample(name with { Suffix = "_bucket", UpperBound = buckets.Texts[i] }, cumulative);
        }

        writer.Sample(name with { Suffix = "_sum" }, Sum);
        writer.Sample(name with { Suffix = "_count" }, cumulative);
    }
}
