using System.Collections.Immutable;
using System.Text;

namespace Inference.Telemetry.Metrics;

/// <summary>Upper bounds (inclusive) of a histogram's buckets, ascending; the last bucket, <c>+Inf</c>, is implied.</summary>
public sealed class HistogramBuckets
{
    /// <param name="bounds">Finite and strictly ascending.</param>
    public HistogramBuckets(params ReadOnlySpan<double> bounds)
    {
        for (var i = 0; i < bounds.Length; i++)
        {
            if (!double.IsFinite(bounds[i]) || (i > 0 && bounds[i] <= bounds[i - 1]))
                throw new ArgumentException("bucket bounds are finite and strictly ascending", nameof(bounds));
        }

        Bounds = [.. bounds];
        Texts = [.. Bounds.Select(bound => Encoding.ASCII.GetBytes(bound.ToString("R"))), "+Inf"u8.ToArray()];
    }

    /// <summary>Durations in seconds from 100 microseconds, since a small model answers in less than a millisecond, to a minute.</summary>
    public static HistogramBuckets Seconds { get; } =
        new(0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60);

    /// <summary>Counts of things taken together (items of a batch).</summary>
    public static HistogramBuckets Sizes { get; } = new(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024);

    public ImmutableArray<double> Bounds { get; }

    /// <summary>The value of the <c>le</c> label of each bucket.</summary>
    internal ImmutableArray<byte[]> Texts { get; }

    internal int IndexOf(double value)
    {
        var bounds = Bounds.AsSpan();
        var i = 0;

        // most observations fall into the first few of about twenty buckets: a walk beats a binary search
        while (i < bounds.Length && value > bounds[i])
            i++;
        return i;
    }
}
