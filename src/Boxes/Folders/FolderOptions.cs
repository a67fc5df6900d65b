namespace Inference.Boxes;

/// <summary>How a folder is used as a box.</summary>
public sealed record FolderOptions
{
    /// <summary>The folder is made when something is first stored in it, and until then it is an empty box; otherwise a missing one is <see cref="BoxErrorCode.BucketMissing"/>.</summary>
    public bool MakeRoot { get; init; }

    /// <summary>What is stored is on the disk before it is said to be: it outlives a power failure, not only the process.</summary>
    public bool Durable { get; init; } = true;
}
