using System.Diagnostics;

namespace InferenceHost.Components;

/// <summary>
/// Counts of one component since the host started, as the statistics extension of the Open Inference Protocol has them. Times in ticks of
/// <see cref="Stopwatch"/>. Single figures are exact; figures read together may be a request apart.
/// </summary>
internal sealed class Statistics
{
    private long successes;
    private long successTicks;
    private long failures;
    private long failureTicks;
    private long queueTicks;
    private long inputTicks;
    private long runTicks;
    private long outputTicks;
    private long inferences;
    private long executions;
    private long lastInferenceMilliseconds;

    public StatisticDuration Success => new(Read(ref successes), Nanoseconds(Read(ref successTicks)));

    public StatisticDuration Failure => new(Read(ref failures), Nanoseconds(Read(ref failureTicks)));

    public StatisticDuration Queue => new(Read(ref successes), Nanoseconds(Read(ref queueTicks)));

    public StatisticDuration ComputeInput => new(Read(ref successes), Nanoseconds(Read(ref inputTicks)));

    public StatisticDuration ComputeInfer => new(Read(ref successes), Nanoseconds(Read(ref runTicks)));

    public StatisticDuration ComputeOutput => new(Read(ref successes), Nanoseconds(Read(ref outputTicks)));

    /// <summary>Rows predicted; a request without a batch axis is one.</summary>
    public long Inferences => Read(ref inferences);

    /// <summary>Runs of the model.</summary>
    public long Executions => Read(ref executions);

    /// <summary>Unix time in milliseconds; 0 before the first.</summary>
    public long LastInference => Read(ref lastInferenceMilliseconds);

    public void RecordSuccess(in RequestTimes times, long rows, DateTimeOffset now)
    {
        Interlocked.Increment(ref successes);
        if (!times.SharesRun)
            Interlocked.Increment(ref executions);
        Interlocked.Add(ref inferences, rows);
        Interlocked.Add(ref successTicks, times.Total);
        Interlocked.Add(ref queueTicks, times.Queue);
        Interlocked.Add(ref inputTicks, times.Input);
        Interlocked.Add(ref runTicks, times.Run);
        Interlocked.Add(ref outputTicks, times.Output);
        Volatile.Write(ref lastInferenceMilliseconds, now.ToUnixTimeMilliseconds());
    }

    public void RecordFailure(long ticks)
    {
        Interlocked.Increment(ref failures);
        Interlocked.Add(ref failureTicks, ticks);
    }

    private static long Read(ref long value) => Volatile.Read(ref value);

    private static long Nanoseconds(long ticks) => (long)(ticks * (1e9 / Stopwatch.Frequency));
}
