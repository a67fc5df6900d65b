using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Inference.Boxes;

namespace InferenceHost.Components;

/// <summary>
/// A component's files as they are loaded: a private copy named by their digest, so that nothing written in the box can change a model in use. Shared by the
/// generations that are made of the same files, and removed with the last of them.
/// </summary>
internal sealed class PrivateCopy
{
    private const int BlockSize = 1 << 20;
    private static int sequence;
    private readonly ComponentFiles files;
    private readonly UseCount users = new();

    private PrivateCopy(ComponentFiles files, string folder, string? digest)
    {
        this.files = files;
        Folder = folder;
        Digest = digest;
    }

    /// <summary>SHA-256 in hexadecimal over names, sizes and contents of all files; null where there are none.</summary>
    public string? Digest { get; }

    public string Folder { get; }

    /// <summary>Copies the files below <paramref name="parent"/>. Nothing is visible there under its final name before it is whole.</summary>
    /// <param name="files">What to copy.</param>
    /// <param name="folders">Folders that are there in any case, relative.</param>
    /// <param name="parent">Where the copy is made.</param>
    /// <param name="cancellationToken">Stops it, with nothing left behind.</param>
    /// <exception cref="IOException">A file could not be read or written.</exception>
    public static async Task<PrivateCopy> TakeAsync(ComponentFiles files, IEnumerable<string> folders, string parent, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref sequence).ToString(CultureInfo.InvariantCulture);
        var partial = Path.Combine(parent, $"partial.{number}");
        Directory.CreateDirectory(partial);
        try
        {
            foreach (var folder in folders)
                Directory.CreateDirectory(Path.Combine(partial, folder));
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var entry in files.Entries)
            {
                hash.AppendData(Encoding.UTF8.GetBytes(entry.Path + '\0'));
                var target = Path.Combine(partial, entry.Path);
                var size = entry.Content is null ? await CopyAsync(entry.Source, target, hash, cancellationToken) : await LinkAsync(entry.Source, target, hash, cancellationToken);
                hash.AppendData(BitConverter.GetBytes(size));
            }

            var digest = files.Entries.Count == 0 ? null : Convert.ToHexStringLower(hash.GetHashAndReset());

            // two copies may have the same content: a file was written anew with what it held before
            var final = Path.Combine(parent, $"{digest ?? "empty"}.{number}");
            Directory.Move(partial, final);
            return new PrivateCopy(files, final, digest);
        }
        catch
        {
            Directory.Delete(partial, recursive: true);
            throw;
        }
    }

    /// <summary>Whether it holds what lies in the boxes at this look and is kept for one user more, who releases it too.</summary>
    public bool TryShare(ComponentFiles wanted) => files.HasSameEntries(wanted) && users.TryEnter();

    /// <summary>The last one removes the files.</summary>
    public void Release()
    {
        if (!users.Leave())
            return;
        try
        {
            Directory.Delete(Folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // the next start clears what is left
        }
    }

    /// <summary>What was brought from a store never changes: a second name for it is a copy, and takes no room.</summary>
    private static async Task<long> LinkAsync(string source, string target, IncrementalHash hash, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        if (!HardLink.TryMake(source, target))
            throw new FileNotFoundException($"'{source}' is gone");
        await using var from = new FileStream(target, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        return await DrainAsync(from, Stream.Null, hash, cancellationToken);
    }

    private static async Task<long> CopyAsync(string source, string target, IncrementalHash hash, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        await using var to = new FileStream(target, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);

        // a pipe or a device has no size and is never opened: that might never end
        if (FileStamp.Of(source).Size == 0)
            return 0;
        await using var from = new FileStream(source, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        return await DrainAsync(from, to, hash, cancellationToken);
    }

    private static async Task<long> DrainAsync(FileStream from, Stream to, IncrementalHash hash, CancellationToken cancellationToken)
    {
        var block = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            var total = 0L;
            int read;
            while ((read = await from.ReadAsync(block, cancellationToken)) > 0)
            {
                hash.AppendData(block, 0, read);
                await to.WriteAsync(block.AsMemory(0, read), cancellationToken);
                total += read;
            }

            return total;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }
}
