namespace Inference.Load.Measures;

/// <summary>When a run ends: after a time, after so many requests over all threads, or when it is stopped. It begins when this is made.</summary>
internal sealed class RunLimit(double seconds, long requests, CancellationToken stop)
{
    private readonly long begin = TimeProvider.System.GetTimestamp();
    private long taken;

    /// <summary>Takes one request of those there are; false where the run is over.</summary>
    public bool TryTake() =>
        !stop.IsCancellationRequested && TimeProvider.System.GetElapsedTime(begin).TotalSeconds < seconds && Interlocked.Increment(ref taken) <= requests;
}
