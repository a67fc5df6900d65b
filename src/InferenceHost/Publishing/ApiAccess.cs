using System.Diagnostics.CodeAnalysis;
using InferenceHost.Admission;
using InferenceHost.Admission.Passwords;
using InferenceHost.Admission.Rates;
using InferenceHost.Admission.Tokens;

namespace InferenceHost.Publishing;

/// <summary>Who may call an API and how often, and what its component learns of the caller. Immutable; either users, or tokens, or neither.</summary>
internal sealed record ApiAccess
{
    public static ApiAccess Open { get; } = new();

    /// <summary>What credentials are good for, as challenges name it: the namespace.</summary>
    public string Realm { get; init; } = "";

    /// <summary>By name and password; null where that is not how callers come in.</summary>
    public UserList? Users { get; init; }

    /// <summary>By bearer token; null where that is not how callers come in.</summary>
    public TokenGate? Tokens { get; init; }

    /// <summary>Null where callers may call as often as they like.</summary>
    public RateLimiter? Rate { get; init; }

    /// <summary>Null where no web page of another origin may call.</summary>
    public AllowedOrigins? Origins { get; init; }

    /// <summary>The caller's name reaches the component as parameter <c>user</c>, and nothing else does under that name.</summary>
    public bool PassesIdentity { get; init; }

    /// <summary>Whether everybody may come in.</summary>
    public bool IsOpen => Users is null && Tokens is null;

    /// <summary>Whether somebody of that name may still come in.</summary>
    public bool Has(string name) => Users?.Has(name) ?? Tokens?.Has(name) ?? true;

    /// <summary>The bearer of credentials that were found right before.</summary>
    /// <param name="header">The Authorization header.</param>
    /// <param name="last">Whom its connection was last recalled as.</param>
    /// <param name="caller">The bearer's name.</param>
    public bool TryRecall(string header, ref Recollection last, [NotNullWhen(true)] out string? caller)
    {
        caller = null;
        return Users is not null ? Users.Recalled.TryRecall(header, ref last, out caller) : Tokens is not null && Tokens.TryRecall(header, ref last, out caller);
    }
}
