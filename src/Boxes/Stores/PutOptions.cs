namespace Inference.Boxes;

/// <summary>How a file is stored.</summary>
public sealed record PutOptions
{
    public static PutOptions Default { get; } = new();

    /// <summary>How many bytes will come, where it is known; another number is <see cref="BoxErrorCode.ContentMismatch"/>.</summary>
    public long? Length { get; init; }

    /// <summary>Lower-case hexadecimal; another digest is <see cref="BoxErrorCode.ContentMismatch"/>.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Only if there is no file of the name.</summary>
    public bool IfAbsent { get; init; }

    /// <summary>Only if the file there has this ETag. Not together with <see cref="IfAbsent"/>.</summary>
    public string? IfETag { get; init; }
}
