using Inference.Contracts;

namespace InferenceHost.Admission;

/// <summary>
/// How long one request is worth working on: until its deadline, until its caller leaves, or until the host's grace period is over. One token for the
/// three, used again by later requests.
/// </summary>
internal sealed class RequestLife : IDisposable
{
    private readonly RequestLives pool;
    private CancellationTokenSource source = new();
    private CancellationTokenRegistration abort;
    private volatile int ending;

    internal RequestLife(RequestLives pool) => this.pool = pool;

    public CancellationToken Token => source.Token;

    public Deadline Deadline { get; private set; }

    /// <summary>Whether the deadline is the one that the caller asked for.</summary>
    public bool IsCallersDeadline { get; private set; }

    /// <summary>Why the token was cancelled.</summary>
    public ErrorCode EndedBy => ending == 0 ? ErrorCode.DeadlineExceeded : (ErrorCode)(ending - 1);

    /// <summary>Gives it back for the next request.</summary>
    public void Dispose()
    {
        abort.Dispose();
        abort = default;
        if (!source.TryReset())
        {
            source.Dispose();
            source = new CancellationTokenSource();
        }

        pool.Return(this);
    }

    /// <summary>The deadline may only come nearer: the caller asks for an earlier one in the body.</summary>
    public void ShortenTo(Deadline earlier)
    {
        IsCallersDeadline = earlier.Remaining < Deadline.Remaining;
        Deadline = Deadline.Earlier(Deadline, earlier);
        source.CancelAfter(Deadline.Remaining);
    }

    internal void Begin(Deadline deadline, CancellationToken aborted)
    {
        ending = 0;
        Deadline = deadline;
        IsCallersDeadline = false;
        source.CancelAfter(deadline.Remaining);
        abort = aborted.UnsafeRegister(static life => ((RequestLife)life!).End(ErrorCode.CallerGone), this);
    }

    internal void End(ErrorCode reason)
    {
        Interlocked.CompareExchange(ref ending, (int)reason + 1, 0);
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // the request ended in the same moment
        }
    }
}
