using Inference.Manifests.Schemas;

namespace Inference.Manifests;

public sealed record EnvironmentVariable
{
    public string Name { get; init; } = "";

    public string Value { get; init; } = "";

    internal static ObjectSchema<EnvironmentVariable> Schema { get; } = new ObjectSchema<EnvironmentVariable>("A variable of the environment.")
        .Required("name", Texts.EnvironmentVariable, (e, v) => e with { Name = v }, "Its name.")
        .Required("value", Texts.Hidden, (e, v) => e with { Value = v }, "Its value.");
}
