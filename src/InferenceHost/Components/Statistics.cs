using System.Diagnostics;

namespace InferenceHost.Components;

/// <summary>
/// Counts of one component since the host started, as the statistics extension of the Open Inference Protocol has them. Times in ticks of
/// <see cref="Stopwatch"/>. Single figures are exact; figures read together may be a request apart.
/// </summary>
internal sealed class Statistics
{
    private readonly RunSizes sizes = new();
    private long successes;
    private long successTicks;
    private long failures;
    private long failureTicks;
    private long queueTicks;
    private long runTicks;
    private long inferences;
    private long lastInferenceMilliseconds;

    public StatisticDuration Success => new(Read(ref successes), Nanoseconds(Read(ref successTicks)));

    public StatisticDuration Failure => new(Read(ref failures), Nanoseconds(Read(ref failureTicks)));

    public StatisticDuration Queue => new(Read(ref successes), Nanoseconds(Read(ref queueTicks)));

    public StatisticDuration ComputeInput => new(Read(ref successes), Nanoseconds(sizes.All.Sum(static runs => runs.InputTicks)));

    public StatisticDuration ComputeInfer => new(Read(ref successes), Nanoseconds(Read(ref runTicks)));

    public StatisticDuration ComputeOutput => new(Read(ref successes), Nanoseconds(sizes.All.Sum(static runs => runs.OutputTicks)));

    /// <summary>Rows predicted; a request without a batch axis is one.</summary>
    public long Inferences => Read(ref inferences);

    /// <summary>Runs of the model.</summary>
    public long Executions => sizes.All.Sum(static runs => runs.Runs);

    /// <summary>By rows, the fewest first; of sizes beyond the first few hundred there is none.</summary>
    public IEnumerable<BatchStatistic> Batches => sizes.Known.Where(static runs => runs.Runs > 0).OrderBy(static runs => runs.Rows).Select(static runs => new BatchStatistic(
        runs.Rows, new(runs.Runs, Nanoseconds(runs.InputTicks)), new(runs.Runs, Nanoseconds(runs.RunTicks)), new(runs.Runs, Nanoseconds(runs.OutputTicks))));

    /// <summary>Unix time in milliseconds; 0 before the first.</summary>
    public long LastInference => Read(ref lastInferenceMilliseconds);

    /// <summary>A request was answered; counts its run, unless that was recorded for all requests in it.</summary>
    public void RecordSuccess(in RequestTimes times, long rows, DateTimeOffset now)
    {
        Interlocked.Increment(ref successes);
        var runs = sizes.Of(times.RecordedRows > 0 ? times.RecordedRows : rows);
        if (times.RecordedRows == 0)
            runs.AddRun(times.Run);
        runs.AddRequest(times);
        Interlocked.Add(ref inferences, rows);
        Interlocked.Add(ref successTicks, times.Total);
        Interlocked.Add(ref queueTicks, times.Queue);
        Interlocked.Add(ref runTicks, times.Run);
        Volatile.Write(ref lastInferenceMilliseconds, now.ToUnixTimeMilliseconds());
    }

    /// <summary>A run of a queue, which its requests share.</summary>
    public void RecordRun(long rows, long ticks) => sizes.Of(rows).AddRun(ticks);

    public void RecordFailure(long ticks)
    {
        Interlocked.Increment(ref failures);
        Interlocked.Add(ref failureTicks, ticks);
    }

    private static long Read(ref long value) => Volatile.Read(ref value);

    private static long Nanoseconds(long ticks) => (long)(ticks * (1e9 / Stopwatch.Frequency));
}
