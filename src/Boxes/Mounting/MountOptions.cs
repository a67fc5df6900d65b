namespace Inference.Boxes;

/// <summary>How a part of a box is brought into a folder.</summary>
public sealed record MountOptions
{
    /// <summary>Files on their way at once.</summary>
    public int Parallelism { get; init; } = 8;
}
