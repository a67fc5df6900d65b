using System.Buffers.Binary;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using Inference.Boxes.Folders;

namespace Inference.Boxes;

/// <summary>
/// Signs links to boxes whose store makes none (HMAC-SHA256), and checks them. The key is a file of its own; whoever reads it can make links to every
/// file, and a new key makes all links void.
/// </summary>
public sealed class LinkSigner
{
    private const int KeySize = 32;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others = (UnixFileMode)0b000_111_111;

    /// <summary>Signatures of another format of the claim never pass.</summary>
    private static readonly byte[] Format = "inference-link-1"u8.ToArray();
    private readonly byte[] key;

    private LinkSigner(byte[] key) => this.key = key;

    /// <summary>Reads the key, or makes one where there is none, whole or not at all and readable by its owner alone.</summary>
    /// <returns>The signer, or what is wrong with the file.</returns>
    public static (LinkSigner? Signer, string? Problem) Open(string keyFile)
    {
        if (OperatingSystem.IsWindows())
            return (null, "signed links need a system with file modes");
        try
        {
            if (!File.Exists(keyFile))
                Make(keyFile);
            if ((File.GetUnixFileMode(keyFile) & Others) != UnixFileMode.None)
                return (null, $"the key of signed links, '{keyFile}', can be read by others: chmod 600 it, or remove it so that a new one is made");
            var bytes = File.ReadAllBytes(keyFile);
            return bytes.Length == KeySize
                ? (new LinkSigner(bytes), null)
                : (null, $"the key of signed links, '{keyFile}', has {bytes.Length} bytes in place of {KeySize}: remove it, and a new one is made");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, $"the key of signed links, '{keyFile}', cannot be used: {e.Message}");
        }
    }

    /// <summary>In characters that need no escaping in a URL.</summary>
    public string Sign(LinkClaim claim) => Base64Url.EncodeToString(Compute(claim));

    /// <summary>Takes the same time for every wrong signature.</summary>
    public LinkVerdict Verify(LinkClaim claim, string? signature, DateTimeOffset now)
    {
        var given = new byte[HMACSHA256.HashSizeInBytes];
        var isWhole = Base64Url.IsValid(signature ?? "", out var size) && size == given.Length && Base64Url.TryDecodeFromChars(signature, given, out _);
        if (!CryptographicOperations.FixedTimeEquals(Compute(claim), given) || !isWhole)
            return LinkVerdict.Forged;
        return now.ToUnixTimeSeconds() < claim.Expires.ToUnixTimeSeconds() ? LinkVerdict.Valid : LinkVerdict.Expired;
    }

    [UnsupportedOSPlatform("windows")]
    private static void Make(string keyFile)
    {
        var partial = $"{keyFile}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly };
        try
        {
            using (var file = new FileStream(partial, options))
            {
                file.Write(RandomNumberGenerator.GetBytes(KeySize));
                file.Flush(flushToDisk: true);
            }

            // .NET moves by a look and a rename: two at once would both succeed. Of two links one fails, and the key of the other it is
            if (LinuxCalls.Link(partial, keyFile) != 0 && Marshal.GetLastPInvokeError() is not LinuxCalls.Exists and var reason)
                throw new IOException(LinuxCalls.Text(reason));
        }
        finally
        {
            File.Delete(partial);
        }
    }

    /// <summary>Each text with its length before it, so that no two claims are the same bytes.</summary>
    private byte[] Compute(LinkClaim claim)
    {
        using var bytes = new MemoryStream();
        bytes.Write(Format);
        bytes.WriteByte((byte)claim.Method);
        WriteNumber(bytes, claim.Expires.ToUnixTimeSeconds());
        foreach (var text in new[] { claim.Namespace, claim.Box, claim.User, claim.Path.Value })
        {
            var encoded = Encoding.UTF8.GetBytes(text);
            WriteNumber(bytes, encoded.Length);
            bytes.Write(encoded);
        }

        return HMACSHA256.HashData(key, bytes.ToArray());
    }

    private static void WriteNumber(MemoryStream into, long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        into.Write(bytes);
    }
}
