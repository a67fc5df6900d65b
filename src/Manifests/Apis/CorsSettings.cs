namespace Inference.Manifests;

/// <summary>Which web pages may call.</summary>
public sealed record CorsSettings
{
    /// <summary>Origins as browsers send them (<c>https://app.example</c>), or the one entry <c>*</c>.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];
}
