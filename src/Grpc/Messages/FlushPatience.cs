using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Inference.Grpc.Messages;

/// <summary>
/// Waits until the caller has taken what was written, but not for ever. The server bounds that for a connection as a whole, by all that was ever written to it: a trickle passes there, and
/// after an answer of megabytes nothing at all for hours. Used again for the next wait; one at a time.
/// </summary>
/// <param name="clock">For how long.</param>
/// <param name="onSlow">Called where it takes longer: has to end the call, so that what waits goes on.</param>
public sealed class FlushPatience(TimeProvider clock, Action onSlow) : IDisposable
{
    private const int SlowestBytesPerSecond = 240;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ShortestLook = TimeSpan.FromMilliseconds(1);
    private TimeSpan patience;
    private ITimer? timer;
    private long waitsSince;

    /// <summary>How long so many bytes may take.</summary>
    public static TimeSpan Of(int bytes) => Grace + TimeSpan.FromSeconds(bytes / (double)SlowestBytesPerSecond);

    /// <summary>Completes when the flush does.</summary>
    // the connection takes most of what is written a moment later: what is set up for that wait is used again
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask UntilTakenAsync(ValueTask<FlushResult> flush, TimeSpan longest)
    {
        if (flush.IsCompletedSuccessfully)
        {
            await flush;
            return;
        }

        patience = longest;
        timer ??= clock.CreateTimer(static waiting => ((FlushPatience)waiting!).LookAtSlow(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Volatile.Write(ref waitsSince, clock.GetTimestamp());
        timer.Change(patience, Timeout.InfiniteTimeSpan);
        try
        {
            await flush;
        }
        finally
        {
            timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            Volatile.Write(ref waitsSince, 0);
        }
    }

    /// <summary>What is waited for just now may take no longer than this, counted from its beginning.</summary>
    public void Shorten(TimeSpan longest)
    {
        if (Volatile.Read(ref waitsSince) == 0 || longest >= patience)
            return;
        patience = longest;
        LookAtSlow();
    }

    public void Dispose() => timer?.Dispose();

    // comes late where the wait was over in the same moment, and early where the timer's clock is the coarser one
    private void LookAtSlow()
    {
        var since = Volatile.Read(ref waitsSince);
        if (since == 0)
            return;
        var left = patience - clock.GetElapsedTime(since);
        if (left <= TimeSpan.Zero)
            onSlow();
        else
            timer!.Change(left < ShortestLook ? ShortestLook : left, Timeout.InfiniteTimeSpan);
    }
}
