using Inference.Manifests.Schemas;

namespace Inference.Manifests;

public sealed record EnabledSwitch
{
    /// <summary>False: the API is there but answers as if it were absent.</summary>
    public bool Enabled { get; init; } = true;

    internal static ObjectSchema<EnabledSwitch> Schema { get; } = new ObjectSchema<EnabledSwitch>("Whether it is there.")
        .Required("enabled", Texts.Boolean, (s, v) => s with { Enabled = v }, "true or false.");
}
