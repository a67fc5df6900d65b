using InferenceHost.Admission;

namespace InferenceHost.Publishing;

/// <summary>Who may call an API, and what its component learns of the caller.</summary>
internal sealed record ApiAccess
{
    public static ApiAccess Open { get; } = new();

    /// <summary>Null where everybody may.</summary>
    public UserList? Users { get; init; }

    /// <summary>The caller's name reaches the component as parameter <c>user</c>, and nothing else does under that name.</summary>
    public bool PassesIdentity { get; init; }
}
