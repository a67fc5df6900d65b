using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace InferenceHost.Admission;

/// <summary>
/// A table that forgets what was not asked for longest: it holds at most its capacity, in two halves, and when the younger is full the older is dropped. Any number of
/// threads; finding takes no lock and allocates nothing.
/// </summary>
/// <param name="capacity">How many it holds at most.</param>
/// <param name="comparer">Of keys; theirs unless given.</param>
internal sealed class RecentTable<TKey, TValue>(int capacity, IEqualityComparer<TKey>? comparer = null)
    where TKey : notnull
    where TValue : class
{
    private readonly Lock turning = new();
    private Halves halves = new(new ConcurrentDictionary<TKey, TValue>(comparer), new ConcurrentDictionary<TKey, TValue>(comparer));
    private int young;

    /// <summary>How many there are, about.</summary>
    public int Count => Volatile.Read(ref halves) is var now ? now.Young.Count + now.Old.Count : 0;

    public bool TryGet(TKey key, [NotNullWhen(true)] out TValue? value)
    {
        var now = Volatile.Read(ref halves);
        if (now.Young.TryGetValue(key, out value))
            return true;
        if (!now.Old.TryGetValue(key, out value))
            return false;
        value = Add(now, key, value);
        return true;
    }

    /// <summary>The value that is there, or else the one given.</summary>
    public TValue GetOrAdd(TKey key, TValue value) => TryGet(key, out var there) ? there : Add(Volatile.Read(ref halves), key, value);

    public void Remove(TKey key)
    {
        var now = Volatile.Read(ref halves);
        now.Young.TryRemove(key, out _);
        now.Old.TryRemove(key, out _);
    }

    private TValue Add(Halves now, TKey key, TValue value)
    {
        if (!now.Young.TryAdd(key, value))
            return now.Young.TryGetValue(key, out var there) ? there : value;
        if (Interlocked.Increment(ref young) < capacity / 2)
            return value;
        lock (turning)
        {
            if (halves == now)
            {
                Volatile.Write(ref halves, new Halves(new ConcurrentDictionary<TKey, TValue>(comparer), now.Young));
                young = 0;
            }
        }

        return value;
    }

    private sealed record Halves(ConcurrentDictionary<TKey, TValue> Young, ConcurrentDictionary<TKey, TValue> Old);
}
