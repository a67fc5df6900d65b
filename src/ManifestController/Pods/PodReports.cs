using System.Collections.Concurrent;
using Inference.Cluster;
using ManifestController.Watching;

namespace ManifestController.Pods;

/// <summary>
/// Asks the hosts in all pods how they are: often while something is on its way, now and then when all is well. It asks the pods themselves on their internal port, and the API server nothing.
/// </summary>
/// <param name="pods">Which there are.</param>
/// <param name="poll">How often a pod is asked that is ready.</param>
/// <param name="clock">Whose time it is.</param>
internal sealed class PodReports(ObjectStore pods, TimeSpan poll, TimeProvider clock) : IDisposable
{
    private const int MostAtOnce = 16;
    private const int LargestAnswer = 1 << 18;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Impatience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<string, Entry> entries = new();
    private readonly HttpClient http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(1), UseProxy = false, AllowAutoRedirect = false, ConnectTimeout = Patience })
    {
        MaxResponseContentBufferSize = LargestAnswer,
        Timeout = Patience,
    };

    /// <summary>What the host of that pod said last; null where it has not been heard of.</summary>
    public PodReport? Find(ClusterObject pod) => entries.GetValueOrDefault(pod.Uid)?.Report;

    /// <summary>Asks until cancelled.</summary>
    /// <param name="changed">Called with each pod that says something else than before.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(Action<ClusterObject> changed, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Tick, clock);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            var now = clock.GetUtcNow();
            var asked = pods.All.Where(pod => PodFields.IsReachable(pod) && IsDue(pod, now)).ToList();
            await Parallel.ForEachAsync(asked, new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce, CancellationToken = cancellationToken }, async (pod, token) =>
            {
                if (await AskAsync(pod, token))
                    changed(pod);
            });
            Forget();
        }
    }

    public void Dispose() => http.Dispose();

    private bool IsDue(ClusterObject pod, DateTimeOffset now) =>
        !entries.TryGetValue(pod.Uid, out var entry) || entry.WasReady != PodFields.IsReady(pod) || now - entry.At >= (entry.WasReady ? poll : Impatience);

    private async Task<bool> AskAsync(ClusterObject pod, CancellationToken cancellationToken)
    {
        var before = entries.GetValueOrDefault(pod.Uid)?.Report;
        var report = await GetAsync(PodFields.StatusUrl(pod), cancellationToken) ?? before;
        entries[pod.Uid] = new Entry(clock.GetUtcNow(), report, PodFields.IsReady(pod));
        return !Equals(before, report);
    }

    private async Task<PodReport?> GetAsync(Uri url, CancellationToken cancellationToken)
    {
        try
        {
            return PodReport.Parse(await http.GetByteArrayAsync(url, cancellationToken));
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            // starting or ending; what is wrong with a pod that does not answer the cluster says itself
            return null;
        }
    }

    private void Forget()
    {
        if (entries.Count <= pods.Count)
            return;
        var there = pods.All.Select(pod => pod.Uid).ToHashSet();
        foreach (var uid in entries.Keys.Where(uid => !there.Contains(uid)))
            entries.TryRemove(uid, out _);
    }

    // what it said while it was not ready is old at the moment it is
    private sealed record Entry(DateTimeOffset At, PodReport? Report, bool WasReady);
}
