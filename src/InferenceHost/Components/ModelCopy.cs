using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace InferenceHost.Components;

/// <summary>A model's files as they are loaded: a private copy named by their digest, so that nothing written in the box can change a model in use.</summary>
internal sealed class ModelCopy
{
    private const int BlockSize = 1 << 20;
    private static int sequence;
    private readonly string folder;

    private ModelCopy(string folder, string modelName, string digest)
    {
        this.folder = folder;
        ModelPath = Path.Combine(folder, modelName);
        Digest = digest;
    }

    /// <summary>SHA-256 in hexadecimal over names, sizes and contents of all files.</summary>
    public string Digest { get; }

    /// <summary>The model's file or folder in the copy.</summary>
    public string ModelPath { get; }

    /// <summary>Copies the files below <paramref name="parent"/>. Nothing is visible there under its final name before it is whole.</summary>
    /// <exception cref="IOException">A file could not be read or written.</exception>
    public static async Task<ModelCopy> TakeAsync(ModelFiles files, string parent, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref sequence).ToString(CultureInfo.InvariantCulture);
        var partial = Path.Combine(parent, $"partial.{number}");
        Directory.CreateDirectory(partial);
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var path in files.RelativePaths)
            {
                hash.AppendData(Encoding.UTF8.GetBytes(path + '\0'));
                var size = await CopyAsync(Path.Combine(files.Root, path), Path.Combine(partial, path), hash, cancellationToken);
                hash.AppendData(BitConverter.GetBytes(size));
            }

            var digest = Convert.ToHexStringLower(hash.GetHashAndReset());

            // two generations may have the same files: the manifest changed, the model did not
            var final = Path.Combine(parent, $"{digest}.{number}");
            Directory.Move(partial, final);
            return new ModelCopy(final, files.ModelName, digest);
        }
        catch
        {
            Directory.Delete(partial, recursive: true);
            throw;
        }
    }

    public void Delete()
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // the next start clears what is left
        }
    }

    private static async Task<long> CopyAsync(string source, string target, IncrementalHash hash, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var block = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            await using var to = new FileStream(target, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);

            // a pipe or a device has no size and is never opened: that might never end
            if (FileStamp.Of(source).Size == 0)
                return 0;
            await using var from = new FileStream(source, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
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
