namespace InferenceHost.Admission;

/// <summary>
/// Whether the host takes new work, and how much it has in hand. Closed once, when the host shuts down; a request is either inside before that and
/// waited for, or refused.
/// </summary>
internal sealed class Gate
{
    private readonly TaskCompletionSource empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int inside = 1;
    private volatile bool closed;

    public bool IsClosed => closed;

    /// <summary>False once closed; true is followed by one <see cref="Leave"/>.</summary>
    public bool TryEnter()
    {
        if (closed)
            return false;
        Interlocked.Increment(ref inside);
        if (!closed)
            return true;
        Leave();
        return false;
    }

    public void Leave()
    {
        if (Interlocked.Decrement(ref inside) == 0)
            empty.TrySetResult();
    }

    /// <summary>Refuses everything from now on; completes when the last of those inside has left. Called once.</summary>
    public Task CloseAsync()
    {
        closed = true;
        Leave();
        return empty.Task;
    }
}
