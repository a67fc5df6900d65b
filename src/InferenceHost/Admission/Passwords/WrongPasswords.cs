namespace InferenceHost.Admission.Passwords;

/// <summary>
/// Slows down who guesses: after ten wrong passwords for a user from an address, the next is looked at only after a pause, which doubles with each wrong one up to half a minute. Callers are told to
/// come back rather than kept waiting, since waiting connections cost more here than there. Others behind the same address have pauses of their own, and the user's, too, is over soon.
/// </summary>
internal sealed class WrongPasswords(TimeProvider clock)
{
    private const int FreeTries = 10;
    private const int Capacity = 32 << 10;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(15);
    private readonly RecentTable<PasswordPlace, Tries> table = new(Capacity);

    /// <summary>How long no password is looked at; null where one is.</summary>
    public TimeSpan? PauseOf(PasswordPlace place)
    {
        if (!table.TryGet(place, out var tries))
            return null;
        lock (tries)
        {
            var left = tries.Pause - clock.GetElapsedTime(tries.Last);
            return left > TimeSpan.Zero ? left : null;
        }
    }

    public void Record(PasswordPlace place, bool isRight)
    {
        if (isRight)
        {
            table.Remove(place);
            return;
        }

        var tries = table.GetOrAdd(place, new Tries());
        lock (tries)
        {
            tries.Wrong = tries.Wrong > 0 && clock.GetElapsedTime(tries.Last) > Forgotten ? 1 : tries.Wrong + 1;
            tries.Last = clock.GetTimestamp();
            tries.Pause = tries.Wrong < FreeTries ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, Math.Pow(2, tries.Wrong - FreeTries)));
        }
    }

    private sealed class Tries
    {
        public int Wrong { get; set; }

        public long Last { get; set; }

        public TimeSpan Pause { get; set; }
    }
}
