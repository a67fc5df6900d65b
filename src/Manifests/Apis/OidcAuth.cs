using Inference.Manifests.Schemas;

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

    internal static ObjectSchema<OidcAuth> Schema { get; } = new ObjectSchema<OidcAuth>("Bearer tokens of an OpenID Connect issuer.")
        .Required("issuer", Texts.Issuer, (o, v) => o with { Issuer = v }, "Its address, as the tokens name it.")
        .Required("audience", Texts.NotEmpty, (o, v) => o with { Audience = v }, "Whom the tokens must be made for.")
        .Optional("usernameClaim", Texts.NotEmpty, o => o.UsernameClaim, (o, v) => o with { UsernameClaim = v }, "The claim that holds the user name.")
        .Optional("usersSecret", Texts.Label, o => o.UsersSecret, (o, v) => o with { UsersSecret = v }, "A Secret whose keys are the users let in; without it, whoever the issuer vouches for.");
}
