using Inference.Manifests.Schemas;

namespace Inference.Manifests;

/// <summary>The platform's own store; the box is <c>namespace/box/</c> in it.</summary>
public sealed record DefaultStorage
{
    /// <summary>Bytes the box may hold.</summary>
    public Quantity Capacity { get; init; } = Quantity.FromUnits(1_000_000_000);

    internal static ObjectSchema<DefaultStorage> Schema { get; } = new ObjectSchema<DefaultStorage>("The platform's own store.")
        .Optional("capacity", Amounts.Bytes, d => d.Capacity, (d, v) => d with { Capacity = v }, "Bytes the box may hold.");
}
