namespace Inference.Manifests;

/// <summary>The platform's own store; the box is <c>namespace/box/</c> in it.</summary>
public sealed record DefaultStorage
{
    /// <summary>Bytes the box may hold.</summary>
    public Quantity Capacity { get; init; } = Quantity.FromUnits(1_000_000_000);
}
