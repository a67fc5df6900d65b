namespace InferenceHost.Components;

/// <summary>
/// How much a component may print into the log: a burst as long as a stack trace of anything, then so much a second, so that a loop that prints fills no disk.
/// What is over is counted. Any thread.
/// </summary>
internal sealed class LogAllowance(TimeProvider clock)
{
    // a token is a line, or so many characters of a long one
    private const int CharactersPerToken = 200;
    private const double MostTokens = 1000;
    private const double TokensPerSecond = 50;
    private readonly Lock gate = new();
    private double tokens = MostTokens;
    private long filled = clock.GetTimestamp();
    private long dropped;

    /// <summary>Whether a line of that length may be printed; else it counts as dropped.</summary>
    public bool TryTake(int characters)
    {
        lock (gate)
        {
            var now = clock.GetTimestamp();
            tokens = Math.Min(MostTokens, tokens + (clock.GetElapsedTime(filled, now).TotalSeconds * TokensPerSecond));
            filled = now;
            if (tokens >= 1)
            {
                tokens -= 1 + (characters / CharactersPerToken);
                return true;
            }

            dropped++;
            return false;
        }
    }

    /// <summary>Lines dropped since this was last asked.</summary>
    public long TakeDropped()
    {
        lock (gate)
        {
            var taken = dropped;
            dropped = 0;
            return taken;
        }
    }
}
