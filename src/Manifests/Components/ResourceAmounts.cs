using Inference.Manifests.Schemas;

namespace Inference.Manifests;

/// <summary>What a container may use, or asks for.</summary>
public sealed record ResourceAmounts
{
    /// <summary>Cores.</summary>
    public Quantity? Cpu { get; init; }

    /// <summary>Bytes.</summary>
    public Quantity? Memory { get; init; }

    internal static ObjectSchema<ResourceAmounts> Schema { get; } = new ObjectSchema<ResourceAmounts>("Amounts of what a container uses.")
        .Optional("cpu", Amounts.Cores, r => r.Cpu, (r, v) => r with { Cpu = v }, "Cores, such as 500m.")
        .Optional("memory", Amounts.Bytes, r => r.Memory, (r, v) => r with { Memory = v }, "Bytes, such as 256M.");
}
