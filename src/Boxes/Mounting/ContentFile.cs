using System.Buffers;
using System.Security.Cryptography;

namespace Inference.Boxes.Mounting;

/// <summary>A content on the disk.</summary>
internal static class ContentFile
{
    private const int BlockSize = 128 * 1024;
    private const UnixFileMode ReadOnly = (UnixFileMode)0b100_100_100;

    public static async Task<string> DigestAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
    }

    /// <summary>Writes what is fetched into a new file, and holds it against the size that was listed and the digest that the store knows, if it knows one.</summary>
    public static async Task<(string? Sha256, BoxError? Error)> WriteAsync(
        BoxContent content, BoxEntry file, string path, Action<int> report, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var block = ArrayPool<byte>.Shared.Rent(BlockSize);
        var size = 0L;
        try
        {
            await using var to = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
            int read;
            while ((read = await content.Stream.ReadAsync(block, cancellationToken)) > 0)
            {
                hash.AppendData(block, 0, read);
                await to.WriteAsync(block.AsMemory(0, read), cancellationToken);
                size += read;
                report(read);
            }

            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(to.SafeFileHandle, ReadOnly);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }

        var sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
        if (size != file.Size)
            return (null, BoxError.WrongLength(file.Path, file.Size, $"{size}"));
        return content.Entry.Sha256 is { } expected && expected != sha256 ? (null, BoxError.WrongDigest(file.Path, expected, sha256)) : (sha256, null);
    }
}
