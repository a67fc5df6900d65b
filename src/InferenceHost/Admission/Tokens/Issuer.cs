namespace InferenceHost.Admission.Tokens;

/// <summary>
/// Who vouches for callers, and its keys: fetched when they are first needed, again when they are ten minutes old or a token names one that is not among them, by one at a time and not more often than every
/// few seconds. While the issuer cannot be reached the keys it gave last are good for a day; without any nobody comes in.
/// </summary>
internal sealed class Issuer(string name, TimeProvider clock, IssuerLog log) : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Usable = TimeSpan.FromDays(1);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private readonly IssuerDocuments documents = new(name);
    private readonly Lock gate = new();
    private Task? fetching;
    private KeysOfATime? last;
    private string? problem;
    private long? tried;

    /// <summary>As tokens and the discovery document name it.</summary>
    public string Name => name;

    /// <summary>The keys to go by now; null where there are none. Old ones are fetched anew meanwhile.</summary>
    public SigningKeys? Keys
    {
        get
        {
            var known = Volatile.Read(ref last);
            if (known is null)
                return null;
            var age = clock.GetElapsedTime(known.Read);
            if (age > Fresh)
                _ = FetchAsync();
            return age <= Usable ? known.Keys : null;
        }
    }

    /// <summary>Why the last fetch brought nothing; null where it did.</summary>
    public string? Problem => Volatile.Read(ref problem);

    /// <summary>How soon it makes sense to ask again for keys that could not be had.</summary>
    public static TimeSpan SoonAgain => Pause;

    /// <summary>Completes when keys have been asked for, or at once where that was done a moment ago.</summary>
    public Task FetchAsync()
    {
        lock (gate)
        {
            if (fetching is { IsCompleted: false })
                return fetching;
            if (tried is { } before && clock.GetElapsedTime(before) < Pause)
                return Task.CompletedTask;
            tried = clock.GetTimestamp();
            return fetching = FetchOnceAsync();
        }
    }

    public void Dispose() => documents.Dispose();

    private async Task FetchOnceAsync()
    {
        try
        {
            await ReadAsync();
        }
        finally
        {
            // an issuer that hangs is not waited for twice in a row
            lock (gate)
                tried = clock.GetTimestamp();
        }
    }

    private async Task ReadAsync()
    {
        // not under the lock, nor on the thread that reads the caller's socket
        await Task.Yield();
        var (text, reason) = await documents.FetchAsync();
        if (text is not null && last is { } known && known.Keys.IsOf(text))
        {
            // the same ones: whoever was recalled by them stays so
            Volatile.Write(ref last, new KeysOfATime(known.Keys, clock.GetTimestamp()));
        }
        else if (text is not null && SigningKeys.TryRead(text, out var keys))
        {
            Volatile.Write(ref last, new KeysOfATime(keys, clock.GetTimestamp()));
            log.Read(name);
        }
        else
        {
            reason ??= "it gives no key of RSA with 2048 bits or of P-256";
            log.Failed(name, reason);
            Volatile.Write(ref problem, reason);
            return;
        }

        Volatile.Write(ref problem, value: null);
    }

    private sealed record KeysOfATime(SigningKeys Keys, long Read);
}
