namespace ManifestController.Reconciling;

/// <summary>
/// Keys that wait for their turn. A key stands in it once, however often it is added; one that is added while it is worked on comes again afterwards; no two workers ever have the same. A key can be
/// added for later, and is taken sooner where somebody adds it for sooner.
/// </summary>
internal sealed class WorkQueue<TKey>(TimeProvider clock)
    where TKey : notnull
{
    private readonly Lock gate = new();
    private readonly Queue<TKey> ready = new();
    private readonly HashSet<TKey> waiting = [];
    private readonly HashSet<TKey> working = [];
    private readonly HashSet<TKey> again = [];
    private readonly Dictionary<TKey, DateTimeOffset> later = [];
    private readonly PriorityQueue<TKey, DateTimeOffset> due = new();
    private TaskCompletionSource changed = NewSignal();

    /// <summary>Keys that are ready and not worked on.</summary>
    public int Depth
    {
        get
        {
            lock (gate)
                return ready.Count;
        }
    }

    public void Add(TKey key)
    {
        lock (gate)
        {
            later.Remove(key);
            AddReady(key);
        }
    }

    /// <summary>Adds the key once the time is over, unless it is added before.</summary>
    public void AddAfter(TKey key, TimeSpan delay)
    {
        if (delay <= TimeSpan.Zero)
        {
            Add(key);
            return;
        }

        lock (gate)
        {
            var at = clock.GetUtcNow() + delay;
            if (waiting.Contains(key) || later.TryGetValue(key, out var planned) && planned <= at)
                return;
            later[key] = at;
            var isNext = !due.TryPeek(out _, out var next) || at < next;
            due.Enqueue(key, at);
            if (isNext)
                Signal();
        }
    }

    /// <summary>The next key, which is the caller's until <see cref="Done"/>.</summary>
    public async Task<TKey> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            TimeSpan wait;
            Task signal;
            lock (gate)
            {
                MoveDue();
                if (ready.TryDequeue(out var key))
                {
                    waiting.Remove(key);
                    working.Add(key);
                    return key;
                }

                signal = changed.Task;
                wait = due.TryPeek(out _, out var next) ? next - clock.GetUtcNow() : Timeout.InfiniteTimeSpan;
            }

            await WaitAsync(signal, wait, cancellationToken);
        }
    }

    public void Done(TKey key)
    {
        lock (gate)
        {
            working.Remove(key);
            if (again.Remove(key))
                AddReady(key);
        }
    }

    private void AddReady(TKey key)
    {
        if (working.Contains(key))
        {
            again.Add(key);
            return;
        }

        if (!waiting.Add(key))
            return;
        ready.Enqueue(key);
        Signal();
    }

    private void MoveDue()
    {
        var now = clock.GetUtcNow();
        while (due.TryPeek(out var key, out var at) && at <= now)
        {
            due.Dequeue();

            // it may have been taken sooner, or planned anew
            if (later.TryGetValue(key, out var planned) && planned == at)
            {
                later.Remove(key);
                AddReady(key);
            }
        }
    }

    private async Task WaitAsync(Task signal, TimeSpan wait, CancellationToken cancellationToken)
    {
        try
        {
            await signal.WaitAsync(wait == Timeout.InfiniteTimeSpan || wait > TimeSpan.Zero ? wait : TimeSpan.Zero, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            // something is due
        }
    }

    // all who wait look again: the first finds the key
    private void Signal()
    {
        changed.SetResult();
        changed = NewSignal();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
