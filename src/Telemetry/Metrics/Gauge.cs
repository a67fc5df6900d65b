namespace Inference.Telemetry.Metrics;

/// <summary>A value that goes up and down, either set by its owner or read from a callback at each scrape.</summary>
public sealed class Gauge : Metric
{
    private double value;
    private Func<double>? read;

    internal Gauge()
    {
    }

    public double Value => Volatile.Read(ref read) is { } callback ? Read(callback) : Volatile.Read(ref value);

    public void Set(double newValue) => Volatile.Write(ref value, newValue);

    public void Add(double amount) => AtomicDouble.Add(ref value, amount);

    public void Increment() => Add(1);

    public void Decrement() => Add(-1);

    /// <summary>
    /// Lets each scrape read the value from <paramref name="callback"/>, on the scraping thread, in place of what was set. The last caller wins.
    /// A callback that throws reads as NaN, so that one broken source does not take the page down.
    /// </summary>
    public void ReadFrom(Func<double> callback) => Volatile.Write(ref read, callback);

    internal override void Write(ExpositionWriter writer, in SampleName name) => writer.Sample(name, Value);

    private static double Read(Func<double> callback)
    {
        try
        {
            return callback();
        }
        catch (Exception)
        {
            return double.NaN;
        }
    }
}
