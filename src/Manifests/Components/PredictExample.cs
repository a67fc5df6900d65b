using Inference.Manifests.Schemas;

namespace Inference.Manifests;

/// <summary>The body of a predict request, as far as it can be judged without the model.</summary>
internal sealed record PredictExample
{
    internal static ObjectSchema<PredictExample> Schema { get; } = new ObjectSchema<PredictExample>("The body of a predict request.")
        .Required("inputs", WarmupInputsSchema.Instance, (e, _) => e, "As in a predict request.")
        .Optional("parameters", Texts.Json, _ => null, (e, _) => e, "As in a predict request.")
        .Optional("output_fields", Texts.Json, _ => null, (e, _) => e, "As in a predict request.");
}
