namespace Inference.Manifests;

/// <summary>Who may call: exactly one of the three.</summary>
public sealed record AuthSettings
{
    public BasicAuth? Basic { get; init; }

    public OidcAuth? Oidc { get; init; }

    public AnonymousAuth? Anonymous { get; init; }

    /// <summary>The caller's name reaches the adapter as parameter <c>user</c>.</summary>
    public bool IdentityPassThrough { get; init; }
}
