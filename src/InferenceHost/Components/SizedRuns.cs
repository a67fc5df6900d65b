namespace InferenceHost.Components;

/// <summary>The runs of a model with one number of rows in them. Times in ticks of <see cref="System.Diagnostics.Stopwatch"/>; any number of threads.</summary>
internal sealed class SizedRuns(long rows)
{
    private long runs;
    private long runTicks;
    private long inputTicks;
    private long outputTicks;

    public long Rows => rows;

    public long Runs => Volatile.Read(ref runs);

    public long RunTicks => Volatile.Read(ref runTicks);

    /// <summary>Of all requests that were in these runs, together.</summary>
    public long InputTicks => Volatile.Read(ref inputTicks);

    /// <inheritdoc cref="InputTicks"/>
    public long OutputTicks => Volatile.Read(ref outputTicks);

    public void AddRun(long ticks)
    {
        Interlocked.Increment(ref runs);
        Interlocked.Add(ref runTicks, ticks);
    }

    public void AddRequest(in RequestTimes times)
    {
        Interlocked.Add(ref inputTicks, times.Input);
        Interlocked.Add(ref outputTicks, times.Output);
    }
}
