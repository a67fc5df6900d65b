using System.Collections.Concurrent;

namespace ManifestController.Reconciling;

/// <summary>How long each key waits after it failed: twice as long each time in a row, some of it by chance, so that many that failed together do not come back together.</summary>
internal sealed class BackOff
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);
    private readonly ConcurrentDictionary<ReconcileKey, int> failures = new();

    public TimeSpan Next(ReconcileKey key)
    {
        var count = failures.AddOrUpdate(key, 1, (_, before) => before + 1);
        var delay = First * Math.Pow(2, Math.Min(count - 1, 16));
        if (delay > Longest)
            delay = Longest;
#pragma warning disable CA5394 // a wait is no secret
        return delay * (0.75 + 0.5 * Random.Shared.NextDouble());
#pragma warning restore CA5394
    }

    public void Forget(ReconcileKey key) => failures.TryRemove(key, out _);
}
