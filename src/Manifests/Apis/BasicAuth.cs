using Inference.Manifests.Schemas;

namespace Inference.Manifests;

/// <summary>User name and password.</summary>
public sealed record BasicAuth
{
    /// <summary>A Secret in the same namespace: each key a user name, its value the password or a hash of it.</summary>
    public string Credentials { get; init; } = "";

    internal static ObjectSchema<BasicAuth> Schema { get; } = new ObjectSchema<BasicAuth>("User name and password.")
        .Required("credentials", Texts.Label, (b, v) => b with { Credentials = v }, "A Secret: each key a user name, its value the password or a hash of it.");
}
