using Inference.Manifests.Schemas;

namespace Inference.Manifests;

/// <summary>The inference that is run before a model counts as ready.</summary>
public sealed record WarmupSettings
{
    public bool Enabled { get; init; } = true;

    /// <summary>Null: inputs are generated from the model's signature. Otherwise the <c>inputs</c> of a predict request, as a JSON array.</summary>
    public string? Inputs { get; init; }

    internal static ObjectSchema<WarmupSettings> Schema { get; } = new ObjectSchema<WarmupSettings>("The inference that is run before a model counts as ready.")
        .Optional("enabled", Texts.Boolean, w => w.Enabled, (w, v) => w with { Enabled = v }, "false turns it off.")
        .Optional("inputs", WarmupInputsSchema.Instance, w => w.Inputs, (w, v) => w with { Inputs = v }, "As in a predict request; without it, inputs are made from the model's signature.");
}
