namespace Inference.Telemetry.Metrics;

/// <summary>
/// One time series family member: what a caller holds and touches on the hot path. Safe for any number of threads, without a lock and without
/// an allocation. Its family owns it; after the family dropped it, it goes on working and is written nowhere.
/// </summary>
public abstract class Metric
{
    private protected Metric()
    {
    }

    internal abstract void Write(ExpositionWriter writer, in SampleName name);
}
