namespace Inference.Manifests;

/// <summary>The inference that is run before a model counts as ready.</summary>
public sealed record WarmupSettings
{
    public bool Enabled { get; init; } = true;

    /// <summary>Null: inputs are generated from the model's signature. Otherwise the <c>inputs</c> of a predict request, as a JSON array.</summary>
    public string? Inputs { get; init; }
}
