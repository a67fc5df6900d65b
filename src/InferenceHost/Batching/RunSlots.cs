using System.Collections.Concurrent;

namespace InferenceHost.Batching;

/// <summary>
/// As many runs at once as there are slots, the others in the order they came. No lock: a free slot is one interlocked operation, and whoever leaves
/// hands the slot to the one who waits longest.
/// </summary>
/// <param name="slots">How many.</param>
/// <param name="handsOver">
/// Whether the next in line goes on on the thread of whoever leaves, which is cheaper than another one; only where that is soon done, since runs are elsewhere.
/// </param>
internal sealed class RunSlots(int slots, bool handsOver = false)
{
    private readonly ConcurrentQueue<Waiter> waiters = new();

    // below zero: as many wait, or waited and gave up
    private int free = slots;

    /// <summary>Of the requests that wait for a slot, by themselves or to be joined.</summary>
    public WaitingCount Waiting { get; } = new();

    /// <summary>Takes a slot if one is free.</summary>
    public bool TryEnter()
    {
        var seen = Volatile.Read(ref free);
        while (seen > 0)
        {
            var before = Interlocked.CompareExchange(ref free, seen - 1, seen);
            if (before == seen)
                return true;
            seen = before;
        }

        return false;
    }

    /// <summary>Completes with the caller holding a slot.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled first; no slot is held.</exception>
    public Task EnterAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Decrement(ref free) >= 0)
            return Task.CompletedTask;
        var waiter = new Waiter(handsOver);
        waiters.Enqueue(waiter);
        return waiter.WaitAsync(cancellationToken);
    }

    /// <summary>Gives a slot back, to the next in line if there is one.</summary>
    public void Leave()
    {
        while (Interlocked.Increment(ref free) <= 0)
        {
            Waiter? next;
            var spin = default(SpinWait);

            // who counted down is about to stand in line
            while (!waiters.TryDequeue(out next))
                spin.SpinOnce();

            // one who gave up leaves its place in turn
            if (next.TryGrant())
                return;
        }
    }

    private sealed class Waiter(bool handsOver)
        : TaskCompletionSource(handsOver ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public bool TryGrant() => TrySetResult();

        public async Task WaitAsync(CancellationToken cancellationToken)
        {
            await using (cancellationToken.UnsafeRegister(static (waiter, token) => ((Waiter)waiter!).TrySetCanceled(token), this))
                await Task;
        }
    }
}
