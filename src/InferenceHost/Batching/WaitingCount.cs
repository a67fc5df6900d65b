namespace InferenceHost.Batching;

/// <summary>How many requests wait for a run to begin. Any number of threads.</summary>
internal sealed class WaitingCount
{
    private int count;

    public int Count => Volatile.Read(ref count);

    public void Enter() => Interlocked.Increment(ref count);

    public void Leave() => Interlocked.Decrement(ref count);
}
