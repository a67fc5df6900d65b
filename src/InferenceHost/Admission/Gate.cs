namespace InferenceHost.Admission;

/// <summary>
/// Whether the host takes new work, and how much it has in hand. Closed once, when the host shuts down; a request is either inside before that and
/// waited for, or refused. It may be said to be closing some time before, so that nobody new is sent here.
/// </summary>
internal sealed class Gate
{
    private readonly TaskCompletionSource empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int inside = 1;
    private volatile bool closing;
    private volatile bool closed;

    /// <summary>Whether it will be closed soon, or is: who looks whether to send requests here must not.</summary>
    public bool IsClosing => closing;

    public bool IsClosed => closed;

    /// <summary>It was closed: those who wait for somebody to ask them something need not wait on. Told on the thread that closes it.</summary>
    public event EventHandler? Closed;

    /// <summary>Says that it will be closed; all who come are let in still.</summary>
    public void Announce() => closing = true;

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
        closing = true;
        closed = true;
        Closed?.Invoke(this, EventArgs.Empty);
        Leave();
        return empty.Task;
    }
}
