namespace Inference.Manifests;

/// <summary>Bearer tokens of an OpenID Connect issuer.</summary>
public sealed record OidcAuth
{
    public string Issuer { get; init; } = "";

    public string Audience { get; init; } = "";

    /// <summary>The claim that holds the caller's name.</summary>
    public string UsernameClaim { get; init; } = "sub";

    /// <summary>A Secret in the same namespace whose keys are the users let in. Null: whoever the issuer vouches for.</summary>
    public string? UsersSecret { get; init; }
}
