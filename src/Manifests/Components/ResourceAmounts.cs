namespace Inference.Manifests;

/// <summary>What a container may use, or asks for.</summary>
public sealed record ResourceAmounts
{
    /// <summary>Cores.</summary>
    public Quantity? Cpu { get; init; }

    /// <summary>Bytes.</summary>
    public Quantity? Memory { get; init; }
}
