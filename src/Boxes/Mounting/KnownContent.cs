namespace Inference.Boxes.Mounting;

/// <summary>A content of the cache, as it was when it was checked.</summary>
/// <param name="Sha256">Its name in the cache.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Written">Ticks of the file's time of change: another one means that somebody wrote into it.</param>
/// <param name="Boot">Of the machine: contents are not forced to the disk, so that after another start they are checked once more.</param>
internal sealed record KnownContent(string Sha256, long Size, long Written, string Boot);
