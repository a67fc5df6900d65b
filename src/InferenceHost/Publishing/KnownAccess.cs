using System.Collections.Concurrent;
using InferenceHost.Admission.Passwords;
using InferenceHost.Admission.Rates;
using InferenceHost.Admission.Tokens;

namespace InferenceHost.Publishing;

/// <summary>
/// What of the access to APIs outlives a reading of the manifests: lists, gates and buckets whose manifest and Secret did not change stay the same, and so recall whom they let in. What a reading does not ask
/// for is forgotten at the one after.
/// </summary>
internal sealed class KnownAccess(TimeProvider clock, IssuerLog issuerLog) : IDisposable
{
    private readonly ConcurrentDictionary<string, Issuer> issuers = new(StringComparer.Ordinal);
    private Reading before = new();
    private Reading now = new();

    /// <summary>The manifests are read once more.</summary>
    public void Turn() => (before, now) = (now, new Reading());

    public UserList ListOf(string space, string name, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> values)
    {
        var key = (space, name);
        var known = now.Lists.GetValueOrDefault(key) ?? before.Lists.GetValueOrDefault(key);
        return now.Lists[key] = known is not null && known.IsOf(values) ? known : new UserList(values);
    }

    public TokenGate GateOf(TokenRule rule) =>
        now.Gates[rule] = now.Gates.GetValueOrDefault(rule) ?? before.Gates.GetValueOrDefault(rule) ?? new TokenGate(rule, IssuerOf(rule.Issuer), clock);

    /// <param name="api">Namespace and name of the API.</param>
    /// <param name="perSecond">Rate.</param>
    /// <param name="burst">At once; null for as many as a second's.</param>
    public RateLimiter LimiterOf(string api, double perSecond, int? burst)
    {
        var key = (api, perSecond, burst);
        return now.Limiters[key] = now.Limiters.GetValueOrDefault(key) ?? before.Limiters.GetValueOrDefault(key) ?? new RateLimiter(perSecond, burst, clock);
    }

    public void Dispose()
    {
        foreach (var issuer in issuers.Values)
            issuer.Dispose();
    }

    // as many as manifests ever named: kept, so that their keys are
    private Issuer IssuerOf(string name) => issuers.GetOrAdd(name, static (key, known) => new Issuer(key, known.clock, known.log), (clock, log: issuerLog));

    private sealed class Reading
    {
        public ConcurrentDictionary<(string Namespace, string Name), UserList> Lists { get; } = new();

        public ConcurrentDictionary<TokenRule, TokenGate> Gates { get; } = new();

        public ConcurrentDictionary<(string Api, double PerSecond, int? Burst), RateLimiter> Limiters { get; } = new();
    }
}
