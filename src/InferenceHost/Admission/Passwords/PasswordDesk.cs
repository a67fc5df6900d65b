namespace InferenceHost.Admission.Passwords;

/// <summary>
/// Where names and passwords are checked that are not recalled. A slow check takes one of few threads, so that a flood of wrong passwords leaves the others to those who are in; equal credentials that
/// come at once are checked once; and no address has more than a few checks in hand, so that the flood does not shut out the rest.
/// </summary>
internal sealed class PasswordDesk(TimeProvider clock) : IDisposable
{
    private const int MostInHand = 64;
    private const int MostOfAnAddress = 4;
    private static readonly TimeSpan SoonAgain = TimeSpan.FromSeconds(1);
    private readonly WrongPasswords wrongs = new(clock);
    private readonly SemaphoreSlim threads = new(Math.Max(1, Environment.ProcessorCount / 2));
    private readonly Lock gate = new();
    private readonly Dictionary<Digest256, (CallerAddress From, Task<PasswordVerdict> Check)> inHand = [];

    /// <param name="users">Who may come in.</param>
    /// <param name="credentials">What the whole header is known by, to this list.</param>
    /// <param name="name">As the caller says it.</param>
    /// <param name="password">As the caller says it, in UTF-8.</param>
    /// <param name="from">Where the caller calls from.</param>
    public ValueTask<PasswordVerdict> CheckAsync(UserList users, Digest256 credentials, string name, ReadOnlyMemory<byte> password, CallerAddress from)
    {
        var place = new PasswordPlace(from, users, name);
        if (wrongs.PauseOf(place) is { } pause)
            return ValueTask.FromResult(new PasswordVerdict(Caller: null, pause));
        if (!users.IsSlow)
            return ValueTask.FromResult(Check(users, credentials, name, password.Span, place));
        lock (gate)
        {
            if (inHand.TryGetValue(credentials, out var same))
                return new ValueTask<PasswordVerdict>(same.Check);
            if (inHand.Count >= MostInHand || inHand.Values.Count(check => check.From == from) >= MostOfAnAddress)
                return ValueTask.FromResult(new PasswordVerdict(Caller: null, SoonAgain));
            var check = CheckSlowlyAsync(users, credentials, name, password, place);
            inHand.Add(credentials, (from, check));
            return new ValueTask<PasswordVerdict>(check);
        }
    }

    public void Dispose() => threads.Dispose();

    private async Task<PasswordVerdict> CheckSlowlyAsync(UserList users, Digest256 credentials, string name, ReadOnlyMemory<byte> password, PasswordPlace place)
    {
        // not on the thread that reads the caller's socket, and not under the lock
        await Task.Yield();
        await threads.WaitAsync(CancellationToken.None);
        try
        {
            // others came before it, and may have been wrong
            return wrongs.PauseOf(place) is { } pause ? new PasswordVerdict(Caller: null, pause) : Check(users, credentials, name, password.Span, place);
        }
        finally
        {
            threads.Release();
            lock (gate)
                inHand.Remove(credentials);
        }
    }

    private PasswordVerdict Check(UserList users, Digest256 credentials, string name, ReadOnlySpan<byte> password, PasswordPlace place)
    {
        var isRight = users.TryAdmit(name, password, out var caller);
        wrongs.Record(place, isRight);
        if (isRight)
            users.Recalled.Remember(credentials, caller!);
        return new PasswordVerdict(caller);
    }
}
