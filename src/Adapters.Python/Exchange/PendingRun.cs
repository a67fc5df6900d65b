namespace Inference.Adapters.Python.Exchange;

/// <summary>
/// A request that a worker has. Whoever waits for its reply may give up (cancel it); the worker goes on until <see cref="Ended"/>. Whoever waits goes on on the thread that reads from the
/// worker, without a change of threads.
/// </summary>
internal sealed class PendingRun : TaskCompletionSource<Reply>
{
    private TaskCompletionSource? ended;
    private int isOver;

    /// <summary>Completes when the worker has answered, or has ended.</summary>
    public Task Ended
    {
        get
        {
            var made = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            made = Interlocked.CompareExchange(ref ended, made, null) ?? made;
            if (Volatile.Read(ref isOver) != 0)
                made.TrySetResult();
            return made.Task;
        }
    }

    /// <summary>Hands the reply over, or disposes of it where nobody waits any more.</summary>
    public void Answer(Reply reply)
    {
        SayEnded();
        if (!TrySetResult(reply))
            reply.Dispose();
    }

    public void Fail(Exception exception)
    {
        SayEnded();
        TrySetException(exception);
    }

    private void SayEnded()
    {
        Interlocked.Exchange(ref isOver, 1);
        Volatile.Read(ref ended)?.TrySetResult();
    }
}
