namespace Inference.Boxes;

/// <summary>What of a file is read.</summary>
public sealed record GetOptions
{
    public static GetOptions Default { get; } = new();

    /// <summary>Null for all of it.</summary>
    public ByteRange? Range { get; init; }

    /// <summary>Only if the file still has this ETag.</summary>
    public string? IfETag { get; init; }
}
