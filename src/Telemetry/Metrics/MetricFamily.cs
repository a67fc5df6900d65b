using System.Text;

namespace Inference.Telemetry.Metrics;

/// <summary>
/// The time series of one name: one member per set of label values. <see cref="With"/> takes a lock and allocates, so callers resolve a member
/// once and keep it; the member itself is free of both. A family without labels has its one member from the start, at zero.
/// </summary>
public sealed class MetricFamily<TMetric> : IMetricFamily
    where TMetric : Metric
{
    private readonly string help;
    private readonly string type;
    private readonly string[] labels;
    private readonly Func<TMetric> create;
    private readonly byte[] nameBytes;
    private readonly Lock gate = new();

    // the key is the text of the labels: unique, and its ordinal order is the order of the page
    private readonly Dictionary<string, Member> members = new(StringComparer.Ordinal);

    internal MetricFamily(string name, string help, string type, string[] labels, Func<TMetric> create)
    {
        Name = name;
        this.help = help;
        this.type = type;
        this.labels = labels;
        this.create = create;
        nameBytes = Encoding.ASCII.GetBytes(name);
        if (labels.Length == 0)
            With();
    }

    public string Name { get; }

    /// <summary>The member with these label values, in the order of the labels at registration; made at the first call.</summary>
    public TMetric With(params ReadOnlySpan<string> values)
    {
        var key = Key(values);
        lock (gate)
        {
            if (!members.TryGetValue(key, out var member))
                members[key] = member = new Member(create(), Encoding.UTF8.GetBytes(key), [.. values]);
            return member.Metric;
        }
    }

    /// <summary>Drops a member; a later <see cref="With"/> begins again at zero, which scrapers take for a restart.</summary>
    public bool Remove(params ReadOnlySpan<string> values)
    {
        var key = Key(values);
        lock (gate)
            return members.Remove(key);
    }

    void IMetricFamily.RemoveWhere(string label, string value)
    {
        var index = Array.IndexOf(labels, label);
        if (index < 0)
            return;
        lock (gate)
        {
            foreach (var key in members.Where(member => member.Value.LabelValues[index] == value).Select(member => member.Key).ToArray())
                members.Remove(key);
        }
    }

    void IMetricFamily.Write(ExpositionWriter writer)
    {
        KeyValuePair<string, Member>[] snapshot;
        lock (gate)
            snapshot = [.. members];

        // a family with no member yet is left out, as the official clients do
        if (snapshot.Length == 0)
            return;
        writer.Header(Name, help, type);
        foreach (var (_, member) in snapshot.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            member.Metric.Write(writer, new SampleName(nameBytes, member.LabelText));
    }

    private string Key(ReadOnlySpan<string> values)
    {
        if (values.Length != labels.Length)
            throw new ArgumentException($"{Name} has {labels.Length} labels ({string.Join(", ", labels)}), got {values.Length} values", nameof(values));
        return ExpositionText.Labels(labels, values);
    }

    private sealed record Member(TMetric Metric, byte[] LabelText, string[] LabelValues);
}
