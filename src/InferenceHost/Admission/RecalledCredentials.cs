using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace InferenceHost.Admission;

/// <summary>
/// Credentials that were found right, so that they need not be checked again: by an HMAC of the whole Authorization header under a random key of this table's own. The
/// credentials themselves are not kept. Bounded; what is found costs a hash of the header at most, and no allocation (benchmarks/access.sh).
/// </summary>
/// <typeparam name="T">What is known of their bearer.</typeparam>
internal sealed class RecalledCredentials<T>
    where T : class
{
    /// <summary>Characters; a longer header is never right.</summary>
    public const int LongestHeader = 8 << 10;

    private const int Capacity = 8192;
    private readonly byte[] key = RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes);
    private readonly RecentTable<Digest256, T> table = new(Capacity);

    /// <summary>What the header is known by; false for one that is too long or not in ASCII.</summary>
    [SkipLocalsInit]
    public bool TryDigest(ReadOnlySpan<char> header, out Digest256 digest)
    {
        digest = default;
        if (header.Length > LongestHeader)
            return false;
        Span<byte> text = stackalloc byte[header.Length];
        Span<byte> hash = stackalloc byte[Digest256.Size];
        var isAscii = Ascii.FromUtf16(header, text, out _) == OperationStatus.Done;
        if (isAscii)
        {
            HMACSHA256.HashData(key, text, hash);
            digest = Digest256.Of(hash);
        }

        CryptographicOperations.ZeroMemory(text);
        return isAscii;
    }

    public bool TryRecall(ReadOnlySpan<char> header, [NotNullWhen(true)] out T? known)
    {
        known = null;
        return TryDigest(header, out var digest) && table.TryGet(digest, out known);
    }

    /// <param name="header">Of a request.</param>
    /// <param name="last">Of its connection.</param>
    /// <param name="known">Who bears it.</param>
    public bool TryRecall(string header, ref Recollection last, [NotNullWhen(true)] out T? known)
    {
        known = (T?)last.Of(header, this);
        if (known is not null)
            return true;
        if (!TryRecall(header, out known))
            return false;
        last.Keep(header, this, known);
        return true;
    }

    public void Remember(Digest256 digest, T known) => table.GetOrAdd(digest, known);

    public void Forget(Digest256 digest) => table.Remove(digest);
}
