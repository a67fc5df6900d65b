using System.Diagnostics.CodeAnalysis;
using InferenceHost.Admission;
using InferenceHost.Admission.Passwords;

namespace InferenceHost.Publishing;

/// <summary>Who may call an API, and what its component learns of the caller.</summary>
internal sealed record ApiAccess
{
    public static ApiAccess Open { get; } = new();

    /// <summary>What credentials are good for, as challenges name it: the namespace.</summary>
    public string Realm { get; init; } = "";

    /// <summary>By name and password; null where that is not how callers come in.</summary>
    public UserList? Users { get; init; }

    /// <summary>The caller's name reaches the component as parameter <c>user</c>, and nothing else does under that name.</summary>
    public bool PassesIdentity { get; init; }

    /// <summary>Whether everybody may come in.</summary>
    public bool IsOpen => Users is null;

    /// <summary>Whether somebody of that name may still come in.</summary>
    public bool Has(string name) => Users is null || Users.Has(name);

    /// <summary>The bearer of credentials that were found right before.</summary>
    /// <param name="header">The Authorization header.</param>
    /// <param name="last">Whom its connection was last recalled as.</param>
    /// <param name="caller">The bearer's name.</param>
    public bool TryRecall(string header, ref Recollection last, [NotNullWhen(true)] out string? caller)
    {
        caller = null;
        return Users is not null && Users.Recalled.TryRecall(header, ref last, out caller);
    }
}
