using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Inference.Cluster;

/// <summary>
/// Of several replicas one leads: who holds a Lease of <c>coordination.k8s.io</c>. The holder renews it, and stops leading before another can take it where
/// that does not work. The others watch it, and take it when it is given back, or when its holder gave no sign of life for its duration.
/// Needs the verbs get, list, watch, create and patch.
/// </summary>
public sealed class LeaderElection(ClusterClient client, LeaseOptions options, TimeProvider clock, ILogger? logger = null)
{
    private readonly ILogger logger = logger ?? NullLogger.Instance;
    private readonly LeaseStore store = new(client, options.Lease);
    private volatile LeaseTerm? term;

    /// <summary>Nobody else leads, at this moment.</summary>
    public bool IsLeading => term is { IsValid: true };

    /// <summary>
    /// Stands by, and leads whenever it may, until it is stopped or <paramref name="lead"/> ends by itself. When it is stopped while leading, the lease is
    /// given back after <paramref name="lead"/> has ended. Runs once at a time.
    /// </summary>
    /// <param name="lead">Ends soon after its token is cancelled, and does nothing more to the cluster then. What it throws comes out here.</param>
    public async Task RunAsync(Func<CancellationToken, Task> lead, CancellationToken stop)
    {
        try
        {
            while (!await LeadAsync(await TakeAsync(stop), lead, stop))
            {
                // the lease was lost: stand by for it again
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // stopped while standing by
        }
    }

    private async Task<LeaseTerm> TakeAsync(CancellationToken stop)
    {
        var view = new LeaseView(options.Identity, clock);
        var backoff = new Backoff(clock, options.RenewEvery, options.RenewEvery * 2);
        while (true)
        {
            var (found, error) = await store.ReadAsync(stop);
            if (error is null)
            {
                view.See(found);
                if (view.TakenFor > TimeSpan.Zero)
                {
                    await StandByAsync(view, stop);
                    continue;
                }

                var taken = await TryTakeAsync(view.Record, stop);
                if (taken.TryGet(out var held, out error))
                {
                    term = held;
                    return held;
                }

                if (error.Code is ClusterErrorCode.Conflict or ClusterErrorCode.AlreadyExists)
                    continue; // another was faster
            }

            LeaseLog.Failed(logger, options.Lease, error);
            await backoff.WaitAsync(error.RetryAfter, stop);
        }
    }

    private async Task<ClusterResult<LeaseTerm>> TryTakeAsync(LeaseRecord? seen, CancellationToken stop)
    {
        var now = LeaseRecord.Time(clock.GetUtcNow());
        var wanted = new LeaseRecord(options.Identity, options.Duration, now, now, seen is null ? 0 : seen.Transitions + 1, seen?.ResourceVersion ?? "");
        var sentAt = clock.GetTimestamp();
        var written = await store.WriteAsync(wanted, stop);
        return written.TryGet(out var taken, out var error) ? new LeaseTerm(store, options, clock, logger, taken) { TakenAt = sentAt } : error;
    }

    // returns when the lease may be taken, as far as can be seen
    private async Task StandByAsync(LeaseView view, CancellationToken stop)
    {
        LeaseLog.StandingBy(logger, options.Lease, view.Record?.Holder ?? "");
        using var expiry = new CancellationTokenSource(view.TakenFor, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, expiry.Token);
        try
        {
            await foreach (var record in store.WatchAsync(either.Token))
            {
                view.See(record);
                if (view.TakenFor == TimeSpan.Zero)
                    return;
                expiry.CancelAfter(view.TakenFor);
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // the holder gave no sign of life
        }
    }

    // true where it need not be tried again
    private async Task<bool> LeadAsync(LeaseTerm held, Func<CancellationToken, Task> lead, CancellationToken stop)
    {
        LeaseLog.Leading(logger, options.Lease);
        using var lost = new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, lost.Token);
        var work = Task.Run(() => lead(either.Token), CancellationToken.None);
        var kept = await held.KeepAsync(work);
        if (!kept)
        {
            term = null;
            await lost.CancelAsync();
        }

        try
        {
            await work;
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // as it was told
        }
        finally
        {
            if (kept)
                await held.ReleaseAsync();
            term = null;
        }

        return kept || stop.IsCancellationRequested;
    }
}
