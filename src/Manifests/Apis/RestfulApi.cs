using Inference.Manifests.Schemas;

namespace Inference.Manifests;

public sealed record RestfulApi
{
    /// <summary>One URL segment. Never null for a component or an experiment pipeline; files need none.</summary>
    public string? Path { get; init; }

    /// <summary>Null: open, on loopback only.</summary>
    public AuthSettings? Auth { get; init; }

    public CorsSettings? Cors { get; init; }

    /// <summary>Null: none asked for. The bounds of sizes hold all the same.</summary>
    public LimitSettings? Limits { get; init; }

    /// <summary>The largest decoded body, in bytes.</summary>
    public long MaxBodyBytes => (Limits?.MaxBodyBytes ?? LimitSettings.DefaultMaxBodyBytes).Bytes;

    /// <summary>All files together that come with one prediction, in bytes.</summary>
    public long MaxUploadBytes => (Limits?.MaxUploadBytes ?? LimitSettings.DefaultMaxUploadBytes).Bytes;

    internal static ObjectSchema<RestfulApi> Schema { get; } = new ObjectSchema<RestfulApi>("The URL and who may call it.")
        .Optional("path", Texts.UrlPath, r => r.Path, (r, v) => r with { Path = v }, "One URL segment, after the namespace.")
        .Optional("auth", AuthSettings.Schema, r => r.Auth, (r, v) => r with { Auth = v }, "Who may call; without it, everybody on this machine.")
        .Optional("cors", CorsSettings.Schema, r => r.Cors, (r, v) => r with { Cors = v }, "Which web pages may call.")
        .Optional("limits", LimitSettings.Schema, r => r.Limits, (r, v) => r with { Limits = v }, "What callers may use up.");
}
