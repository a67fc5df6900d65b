using Inference.Manifests.Schemas;

namespace Inference.Manifests;

/// <summary>Which web pages may call.</summary>
public sealed record CorsSettings
{
    /// <summary>Origins as browsers send them (<c>https://app.example</c>), or the one entry <c>*</c>.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    private static readonly ListSchema<string> s_origins = new(Texts.Origin, "a list of origins") { IsNeverEmpty = true, Key = origin => origin };

    internal static ObjectSchema<CorsSettings> Schema { get; } = new ObjectSchema<CorsSettings>("Which web pages may call.")
        .Required("origins", s_origins, (c, v) => c with { Origins = v }, "Origins such as https://app.example, or *.");
}
