using Inference.Manifests.Schemas;

namespace Inference.Manifests;

public sealed record MLService
{
    /// <summary>Taken because the platform has it; nothing here needs it.</summary>
    public string? PackageRegistryName { get; init; }

    public InferenceSettings Inference { get; init; } = new();

    internal static ObjectSchema<MLService> Schema { get; } = new ObjectSchema<MLService>("The service made of the model.")
        .Optional("packageRegistryName", Texts.NotEmpty, s => s.PackageRegistryName, (s, v) => s with { PackageRegistryName = v }, "Taken, but not needed.")
        .Required("inference", InferenceSettings.Schema, (s, v) => s with { Inference = v }, "The model and how it is run.");
}
