namespace Inference.Manifests;

/// <summary>User name and password.</summary>
public sealed record BasicAuth
{
    /// <summary>A Secret in the same namespace: each key a user name, its value the password or a hash of it.</summary>
    public string Credentials { get; init; } = "";
}
