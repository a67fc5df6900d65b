using Inference.Manifests.Schemas;

namespace Inference.Manifests;

/// <summary>Who may call: exactly one of the three.</summary>
public sealed record AuthSettings
{
    public BasicAuth? Basic { get; init; }

    public OidcAuth? Oidc { get; init; }

    public AnonymousAuth? Anonymous { get; init; }

    /// <summary>The caller's name reaches the adapter as parameter <c>user</c>.</summary>
    public bool IdentityPassThrough { get; init; }

    internal static ObjectSchema<AuthSettings> Schema { get; } = new ObjectSchema<AuthSettings>("Who may call: exactly one of basic, oidc and anonymous.")
        .Optional("basic", BasicAuth.Schema, a => a.Basic, (a, v) => a with { Basic = v }, "User name and password.")
        .Optional("oidc", OidcAuth.Schema, a => a.Oidc, (a, v) => a with { Oidc = v }, "Bearer tokens.")
        .Optional("anonymous", AnonymousAuth.Schema, a => a.Anonymous, (a, v) => a with { Anonymous = v }, "Open on purpose.")
        .Optional("identityPassThrough", Texts.Boolean, a => a.IdentityPassThrough, (a, v) => a with { IdentityPassThrough = v }, "The caller's name reaches the adapter as parameter user.")
        .ExactlyOneOf("basic", "oidc", "anonymous");
}
