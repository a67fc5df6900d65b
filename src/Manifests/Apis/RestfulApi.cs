namespace Inference.Manifests;

public sealed record RestfulApi
{
    /// <summary>One URL segment. Never null for a component or an experiment pipeline; files need none.</summary>
    public string? Path { get; init; }

    /// <summary>Null: open, on loopback only.</summary>
    public AuthSettings? Auth { get; init; }

    public CorsSettings? Cors { get; init; }

    /// <summary>Null: none asked for. <see cref="MaxBodyBytes"/> holds all the same.</summary>
    public LimitSettings? Limits { get; init; }

    /// <summary>The largest decoded body, in bytes.</summary>
    public long MaxBodyBytes => (Limits?.MaxBodyBytes ?? LimitSettings.DefaultMaxBodyBytes).Bytes;
}
