using Microsoft.Extensions.Logging;

namespace Inference.Cluster;

/// <summary>A lease that is held, from its taking until it is lost or given back. One user at a time, but for <see cref="IsValid"/>.</summary>
internal sealed class LeaseTerm(LeaseStore store, LeaseOptions options, TimeProvider clock, ILogger logger, LeaseRecord taken)
{
    private const int Attempts = 2;
    private static readonly TimeSpan LongestRequest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ShortestRequest = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);
    private LeaseRecord record = taken;
    private long renewedAt;

    /// <summary>When the write began that took the lease: it can only have been seen later.</summary>
    public required long TakenAt
    {
        init => renewedAt = value;
    }

    /// <summary>No other can have it yet. Also true to itself where nobody had the time to end the term.</summary>
    public bool IsValid => Left > TimeSpan.Zero;

    private TimeSpan Left => options.GiveUpAfter - clock.GetElapsedTime(Interlocked.Read(ref renewedAt));

    /// <summary>Renews until the work has ended (true) or the lease is lost (false).</summary>
    public async Task<bool> KeepAsync(Task work)
    {
        var next = options.RenewEvery - clock.GetElapsedTime(Interlocked.Read(ref renewedAt));
        while (true)
        {
            if (await EndsAsync(work, next))
                return true;
            var error = await RenewAsync();
            if (error is not null)
                LeaseLog.Failed(logger, options.Lease, error);
            if (!IsValid || record.Holder != options.Identity)
            {
                LeaseLog.Lost(logger, options.Lease, record.Holder == options.Identity ? "it could not be renewed in time" : $"it went to '{record.Holder}'");
                return false;
            }

            next = error is null ? options.RenewEvery - clock.GetElapsedTime(Interlocked.Read(ref renewedAt)) : Shorter(RetryPause, Left);
        }
    }

    /// <summary>Gives it back, so that another may take it at once.</summary>
    public async Task ReleaseAsync()
    {
        for (var attempt = 1; attempt <= Attempts && IsValid; attempt++)
        {
            var given = record with { Holder = "", Duration = TimeSpan.FromSeconds(1), RenewTime = LeaseRecord.Time(clock.GetUtcNow()) };
            var written = await WriteAsync(given);
            if (written is null)
            {
                LeaseLog.Released(logger, options.Lease);
                return;
            }

            LeaseLog.Failed(logger, options.Lease, written);
            if (written.Code != ClusterErrorCode.Conflict || await LookAsync() is not null || record.Holder != options.Identity)
                return;
        }
    }

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;

    // true once the work has ended; false after the time
    private async Task<bool> EndsAsync(Task work, TimeSpan time)
    {
        using var ended = new CancellationTokenSource();
        if (time > TimeSpan.Zero)
        {
            await Task.WhenAny(work, Task.Delay(time, clock, ended.Token));
            await ended.CancelAsync();
        }

        return work.IsCompleted;
    }

    private async Task<ClusterError?> RenewAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            var sentAt = clock.GetTimestamp();
            var error = await WriteAsync(record with { RenewTime = LeaseRecord.Time(clock.GetUtcNow()) });
            if (error is null)
                Interlocked.Exchange(ref renewedAt, sentAt);
            if (attempt == Attempts || error is not { Code: ClusterErrorCode.Conflict or ClusterErrorCode.AlreadyExists or ClusterErrorCode.NotFound })
                return error;

            // changed by another, or by a write of ours whose answer was lost, or removed: go on from what there is, if it is still ours
            if (await LookAsync() is { } blind)
                return blind;
            if (record.Holder != options.Identity)
                return error;
        }
    }

    private async Task<ClusterError?> WriteAsync(LeaseRecord wanted)
    {
        using var timeout = RequestTimeout();
        try
        {
            var written = await store.WriteAsync(wanted, timeout.Token);
            if (written.TryGet(out var now, out var error))
                record = now;
            return error;
        }
        catch (OperationCanceledException)
        {
            return new ClusterError(ClusterErrorCode.Timeout, "there was no answer in time");
        }
    }

    private async Task<ClusterError?> LookAsync()
    {
        using var timeout = RequestTimeout();
        try
        {
            var (found, error) = await store.ReadAsync(timeout.Token);
            if (error is null)
                record = found ?? record with { ResourceVersion = "" };
            return error;
        }
        catch (OperationCanceledException)
        {
            return new ClusterError(ClusterErrorCode.Timeout, "there was no answer in time");
        }
    }

    private CancellationTokenSource RequestTimeout()
    {
        var time = Shorter(LongestRequest, Left);
        return new CancellationTokenSource(time > ShortestRequest ? time : ShortestRequest, clock);
    }
}
