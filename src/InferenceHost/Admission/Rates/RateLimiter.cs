using System.Globalization;

namespace InferenceHost.Admission.Rates;

/// <summary>
/// How many requests each caller of an API may make: a bucket of tokens per caller, as full as the burst at first and filled at the rate. Kept as the one time at which a bucket will be full again
/// (the "generic cell rate algorithm" of ITU-T I.371), so that taking is one comparison and one exchange: no lock, no timer, and no allocation for a caller seen before.
/// </summary>
internal sealed class RateLimiter
{
    private const int Capacity = 64 << 10;
    private readonly RecentTable<CallerKey, Bucket> buckets = new(Capacity);
    private readonly TimeProvider clock;
    private readonly long interval;
    private readonly long tolerance;

    /// <param name="perSecond">Above zero.</param>
    /// <param name="burst">At once; null for as many as a second's.</param>
    /// <param name="clock">Of the buckets.</param>
    public RateLimiter(double perSecond, int? burst, TimeProvider clock)
    {
        this.clock = clock;
        var atOnce = burst ?? Math.Max(1, (int)Math.Ceiling(perSecond));

        // a rate so low that a timestamp cannot hold it is as good as never again
        interval = Math.Max(1, (long)Math.Min(clock.TimestampFrequency / perSecond, long.MaxValue / 8.0));
        tolerance = (long)Math.Min((atOnce - 1) * (double)interval, long.MaxValue / 8.0);
        Policy = string.Create(CultureInfo.InvariantCulture, $"\"default\";q={atOnce};w={Math.Max(1, Math.Ceiling(Math.Min(atOnce / perSecond, int.MaxValue)))}");
    }

    /// <summary>As the field <c>RateLimit-Policy</c> says it (draft-ietf-httpapi-ratelimit-headers-09, 3): quota and window in seconds.</summary>
    public string Policy { get; }

    /// <summary>As the field <c>RateLimit</c> says it to a caller who has nothing left (same draft, 4): remaining, and seconds until there is more.</summary>
    public static string Nothing(TimeSpan wait) => string.Create(CultureInfo.InvariantCulture, $"\"default\";r=0;t={Math.Max(1, Math.Ceiling(wait.TotalSeconds))}");

    /// <summary>Takes one token.</summary>
    /// <param name="caller">Whose.</param>
    /// <param name="wait">How long until there is one.</param>
    public bool TryTake(CallerKey caller, out TimeSpan wait)
    {
        if (!buckets.TryGet(caller, out var bucket))
            bucket = buckets.GetOrAdd(caller, new Bucket());
        while (true)
        {
            var now = clock.GetTimestamp();
            var full = Volatile.Read(ref bucket.Full);
            if (full - tolerance > now)
            {
                wait = clock.GetElapsedTime(now, full - tolerance);
                return false;
            }

            if (Interlocked.CompareExchange(ref bucket.Full, Math.Max(full, now) + interval, full) == full)
            {
                wait = TimeSpan.Zero;
                return true;
            }
        }
    }

    private sealed class Bucket
    {
        // when nothing will be missing any more, as a timestamp
        public long Full = long.MinValue / 2;
    }
}
