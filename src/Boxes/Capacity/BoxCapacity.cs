namespace Inference.Boxes;

/// <summary>
/// How much a box holds, and how much of it is promised. Counted by listing, kept by adding up, and counted again where somebody else may have stored or
/// removed something: through a link of the store's own, or before something is refused.
/// </summary>
public sealed class BoxCapacity : IDisposable
{
    private static readonly TimeSpan CountAgainAfter = TimeSpan.FromSeconds(10);

    private readonly IBoxStore store;
    private readonly TimeProvider time;
    private readonly Lock gate = new();
    private readonly SemaphoreSlim counting = new(1);
    private readonly Dictionary<BoxPath, Promise> promises = [];
    private long used;
    private long reserved;
    private long? countedAt;
    private bool isDoubtful = true;

    public BoxCapacity(IBoxStore store, long limit, TimeProvider? time = null)
    {
        this.store = store;
        this.time = time ?? TimeProvider.System;
        Limit = limit;
    }

    /// <summary>Bytes that the box may hold.</summary>
    public long Limit { get; }

    /// <summary>Bytes in it, as far as is known.</summary>
    public long Used
    {
        get
        {
            lock (gate)
                return used;
        }
    }

    /// <summary>Bytes promised to what is being stored and to links that are not used yet.</summary>
    public long Reserved
    {
        get
        {
            lock (gate)
                return reserved + Promised();
        }
    }

    public void Dispose() => counting.Dispose();

    /// <summary>Counts what is in the box, if that is not known or is doubtful. Null when it is known.</summary>
    public async Task<BoxError?> CountAsync(CancellationToken cancellationToken)
    {
        await counting.WaitAsync(cancellationToken);
        try
        {
            return MustCount() ? await CountNowAsync(cancellationToken) : null;
        }
        finally
        {
            counting.Release();
        }
    }

    /// <summary>Promises room to a link of the store's own, through which we do not see what is stored, until it expires. Null when there was room.</summary>
    /// <param name="path">What it is for; a second link to the same takes the place of the first.</param>
    /// <param name="bytes">Null where that is not known: then the box must only not be full.</param>
    /// <param name="lifetime">Of the link.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<BoxError?> PromiseAsync(BoxPath path, long? bytes, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        if (await CountAsync(cancellationToken) is { } error)
            return error;
        var promise = new Promise(bytes ?? 0, time.GetUtcNow() + lifetime);
        if (!TryPromise(path, promise, needs: bytes ?? 1) && !(await TryCountAgainAsync(cancellationToken) && TryPromise(path, promise, needs: bytes ?? 1)))
            return Full(path, bytes ?? 1);
        return null;
    }

    /// <summary>Room for something that is being stored; give it back with <see cref="Settle"/>.</summary>
    internal async Task<BoxError?> ReserveAsync(BoxPath path, long bytes, CancellationToken cancellationToken)
    {
        if (TryReserve(bytes) || (await TryCountAgainAsync(cancellationToken) && TryReserve(bytes)))
            return null;
        return Full(path, bytes);
    }

    internal void Settle(long givenBack, long added)
    {
        lock (gate)
        {
            reserved -= givenBack;
            used += added;
        }
    }

    /// <summary>More or less may be in the box than was added up.</summary>
    internal void Doubt()
    {
        lock (gate)
            isDoubtful = true;
    }

    private bool MustCount()
    {
        lock (gate)
            return countedAt is null || isDoubtful || (Promised() >= 0 && promises.Count > 0 && IsOld());
    }

    private bool IsOld() => countedAt is not { } at || time.GetElapsedTime(at) >= CountAgainAfter;

    private async Task<bool> TryCountAgainAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (!IsOld())
                return false;
            isDoubtful = true;
        }

        return await CountAsync(cancellationToken) is null;
    }

    private async Task<BoxError?> CountNowAsync(CancellationToken cancellationToken)
    {
        long before;
        lock (gate)
        {
            before = used;
            isDoubtful = false;
        }

        var outcome = await store.ListAllAsync(BoxPrefix.Whole, cancellationToken);
        lock (gate)
        {
            if (!outcome.TryGet(out var entries, out var error))
            {
                isDoubtful = true;
                return error;
            }

            // what was stored meanwhile may be in the list or not: the larger of the two is the safe one
            used = entries.Sum(entry => entry.Size) + Math.Max(0, used - before);
            countedAt = time.GetTimestamp();
            return null;
        }
    }

    private bool TryReserve(long bytes)
    {
        lock (gate)
        {
            if (bytes > 0 && bytes > Room())
                return false;
            reserved += bytes;
            return true;
        }
    }

    private bool TryPromise(BoxPath path, Promise promise, long needs)
    {
        lock (gate)
        {
            promises.Remove(path, out var old);
            if (needs > Room())
            {
                if (old is not null)
                    promises[path] = old;
                return false;
            }

            promises[path] = promise;
            return true;
        }
    }

    /// <summary>Under the lock; less than none where more is in the box than may be. What is asked for is never added to anything: a caller may say any number.</summary>
    private long Room() => Limit - used - reserved - Promised();

    /// <summary>Under the lock. A promise that is over may have been used: what is in the box is doubtful then.</summary>
    private long Promised()
    {
        var now = time.GetUtcNow();
        foreach (var (path, promise) in promises)
        {
            if (promise.Until <= now && promises.Remove(path))
                isDoubtful = true;
        }

        return promises.Values.Sum(promise => promise.Bytes);
    }

    private BoxError Full(BoxPath path, long bytes) => new(
        BoxErrorCode.Full,
        $"there is no room for '{path}' ({bytes} bytes more) in {store.Description}: of {Limit} bytes {Used} are used and {Reserved} are promised; remove files, or raise the box's capacity");

    private sealed record Promise(long Bytes, DateTimeOffset Until);
}
