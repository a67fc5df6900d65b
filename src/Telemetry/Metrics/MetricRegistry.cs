using System.Buffers;

namespace Inference.Telemetry.Metrics;

/// <summary>
/// All metrics of a process, and the page that Prometheus scrapes. One per process, made at start, handed to whoever measures; a name is
/// registered once.
/// </summary>
/// <remarks>
/// Our own and not <c>System.Diagnostics.Metrics</c>: a <c>Meter</c> hands each measurement with its tags to a listener, which has to find the
/// series by those tags every time, under a lock or in a concurrent dictionary. Here the caller resolves the labels once and then holds the
/// number itself: one interlocked addition per event, no allocation, no listener to start with the process, and members of a removed
/// component can be dropped.
/// </remarks>
public sealed class MetricRegistry
{
    /// <summary>The <c>Content-Type</c> of the page.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly Lock gate = new();

    // sorted at a scrape: a sorted dictionary costs the start dozens of methods to compile, about ten milliseconds
    private readonly Dictionary<string, IMetricFamily> families = new(StringComparer.Ordinal);
    private readonly HashSet<string> sampleNames = new(StringComparer.Ordinal);
    private readonly List<Action> refreshes = [];

    /// <summary>Counts what only grows; by custom the name ends in <c>_total</c>.</summary>
    public MetricFamily<Counter> Counter(string name, string help, params string[] labels) =>
        Add(new MetricFamily<Counter>(name, help, "counter", labels, static () => new Counter()), labels, [name]);

    public MetricFamily<Gauge> Gauge(string name, string help, params string[] labels) =>
        Add(new MetricFamily<Gauge>(name, help, "gauge", labels, static () => new Gauge()), labels, [name]);

    public MetricFamily<Histogram> Histogram(string name, string help, HistogramBuckets buckets, params string[] labels)
    {
        if (labels.Contains("le"))
            throw new ArgumentException($"{name}: the label le is the histogram's own", nameof(labels));
        var family = new MetricFamily<Histogram>(name, help, "histogram", labels, () => new Histogram(buckets));
        return Add(family, labels, [name, name + "_bucket", name + "_sum", name + "_count"]);
    }

    /// <summary>
    /// Calls <paramref name="refresh"/> at the start of each scrape, to set what is costly to read or is counted elsewhere. Two scrapes may
    /// call it at once.
    /// </summary>
    public void BeforeScrape(Action refresh)
    {
        lock (gate)
            refreshes.Add(refresh);
    }

    /// <summary>Drops every member, of all families, whose <paramref name="label"/> has this value: the series of a component that is gone.</summary>
    public void RemoveWhere(string label, string value)
    {
        foreach (var family in Families())
            family.RemoveWhere(label, value);
    }

    /// <summary>Writes the page: families by name, members by labels, so that two scrapes differ in numbers only.</summary>
    public void WriteTo(IBufferWriter<byte> output)
    {
        Action[] actions;
        lock (gate)
            actions = [.. refreshes];
        foreach (var refresh in actions)
            refresh();

        var writer = new ExpositionWriter(output);
        foreach (var family in Families())
            family.Write(writer);
    }

    private IMetricFamily[] Families()
    {
        lock (gate)
            return [.. families.OrderBy(family => family.Key, StringComparer.Ordinal).Select(family => family.Value)];
    }

    private MetricFamily<TMetric> Add<TMetric>(MetricFamily<TMetric> family, string[] labels, ReadOnlySpan<string> samples)
        where TMetric : Metric
    {
        if (!ExpositionText.IsMetricName(family.Name) || !Array.TrueForAll(labels, ExpositionText.IsLabelName) || labels.Distinct().Count() != labels.Length)
            throw new ArgumentException($"'{family.Name}' with labels '{string.Join(", ", labels)}' is not a name and distinct labels of Prometheus", nameof(family));
        lock (gate)
        {
            foreach (var sample in samples)
            {
                if (!sampleNames.Add(sample))
                    throw new ArgumentException($"the metric {sample} is registered already", nameof(family));
            }

            families.Add(family.Name, family);
        }

        return family;
    }
}
