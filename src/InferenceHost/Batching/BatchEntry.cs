using Inference.Contracts;

namespace InferenceHost.Batching;

/// <summary>
/// A request from the moment it is put into the queue. Its inputs stay its caller's, who may dispose of them as soon as <see cref="Task"/> has completed: it does not before
/// the run no longer needs them.
/// </summary>
/// <param name="request">Its inputs are read until its rows have been copied, or until its own run has ended.</param>
/// <param name="kind">What it may be joined with.</param>
/// <param name="rows">How many it has.</param>
/// <param name="since">When it came, a timestamp of the queue's clock.</param>
/// <param name="waiting">Has it counted already, and no longer once it is taken or given up.</param>
/// <param name="life">Cancelled when nobody waits for the answer any more.</param>
internal sealed class BatchEntry(InferenceRequest request, BatchKind kind, int rows, long since, WaitingCount waiting, CancellationToken life)
{
    private readonly TaskCompletionSource<BatchedRun> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool isOver;
    private Func<bool>? leave;
    private int hasLeft;
    private int state;

    private enum State
    {
        Waiting,
        Taken,
        Copied,
        Ended,
    }

    public InferenceRequest Request => request;

    public BatchKind Kind => kind;

    public int Rows => rows;

    public long Since => since;

    public CancellationToken Life => life;

    /// <summary>Cancelled where it was given up before it had an answer.</summary>
    public Task<BatchedRun> Task => done.Task;

    /// <summary>Whether nobody waits for it, or it has its answer.</summary>
    public bool HasEnded => Volatile.Read(ref state) == (int)State.Ended;

    /// <summary>Gives it up while it waits; nothing happens once it has been taken for a run.</summary>
    public void EndWaiting()
    {
        if (!Move(State.Waiting, State.Ended))
            return;
        waiting.Leave();
        done.TrySetCanceled(CancellationToken.None);
    }

    /// <summary>Gives it up, as soon as its inputs are not needed any more.</summary>
    public void End()
    {
        isOver = true;
        EndWaiting();
        LeaveIfOver();
    }

    /// <summary>Takes it for a run; false where it was given up.</summary>
    public bool TryTake()
    {
        if (!Move(State.Waiting, State.Taken))
            return false;
        waiting.Leave();
        return true;
    }

    /// <summary>Its rows have been copied: it may be given up again.</summary>
    /// <param name="leaving">Asked, at most once, where it is to be given up: whether it may be answered at once, or stays until the run has ended.</param>
    public void Copied(Func<bool> leaving)
    {
        leave = leaving;
        Move(State.Taken, State.Copied);
        LeaveIfOver();
    }

    /// <summary>Takes it for a run of its own after one of several; false where it was given up.</summary>
    public bool TryTakeAgain()
    {
        if (isOver)
            GiveUp();
        return Move(State.Copied, State.Taken);
    }

    /// <summary>Answers it; where it was given up meanwhile, the result is disposed of.</summary>
    public void Complete(BatchedRun run)
    {
        if (Move(State.Taken, State.Ended) || Move(State.Copied, State.Ended))
            done.SetResult(run);
        else
            run.Result.Dispose();
    }

    /// <summary>Ends it without an answer, once no run needs it any more.</summary>
    public void GiveUp()
    {
        if (Move(State.Taken, State.Ended) || Move(State.Copied, State.Ended))
            done.TrySetCanceled(CancellationToken.None);
    }

    private void LeaveIfOver()
    {
        if (isOver && Volatile.Read(ref state) == (int)State.Copied && Interlocked.Exchange(ref hasLeft, 1) == 0 && leave!() && Move(State.Copied, State.Ended))
            done.TrySetCanceled(CancellationToken.None);
    }

    private bool Move(State from, State to) => Interlocked.CompareExchange(ref state, (int)to, (int)from) == (int)from;
}
