using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace InferenceHost.Admission.Passwords;

/// <summary>
/// A password's hash as a Secret holds it: <c>$pbkdf2-sha512$iterations$salt$checksum</c>, the modular crypt format of Passlib's <c>pbkdf2_sha512</c>
/// (https://passlib.readthedocs.io, "PBKDF2 Hashes"), salt and checksum in Base64 with '.' for '+' and without padding. Immutable.
/// </summary>
internal sealed class PasswordHash
{
    public const string Prefix = "$pbkdf2-sha512$";

    /// <summary>What OWASP's Password Storage Cheat Sheet asks of PBKDF2 with SHA-512.</summary>
    public const int UsualIterations = 210_000;

    // RFC 8018, 4.2; and half a second or so, since every wrong password costs as much
    private const int LeastIterations = 1_000;
    private const int MostIterations = 1_000_000;
    private const int SaltSize = 16;
    private const int LeastSalt = 8;
    private const int MostSalt = 64;
    private const int ChecksumSize = 64;
    private readonly byte[] salt;
    private readonly byte[] checksum;

    private PasswordHash(int iterations, byte[] salt, byte[] checksum)
    {
        Iterations = iterations;
        this.salt = salt;
        this.checksum = checksum;
    }

    public int Iterations { get; }

    /// <summary>A new hash, with a salt of its own, as a line.</summary>
    public static string Make(ReadOnlySpan<byte> password, int iterations = UsualIterations)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltSize);
        var checksum = Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, HashAlgorithmName.SHA512, ChecksumSize);
        return string.Create(CultureInfo.InvariantCulture, $"{Prefix}{iterations}${Encode(salt)}${Encode(checksum)}");
    }

    /// <param name="text">Beginning with <see cref="Prefix"/>.</param>
    /// <param name="hash">What it says.</param>
    /// <param name="expected">What it should have said, without a part of it.</param>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out PasswordHash? hash, [NotNullWhen(false)] out string? expected)
    {
        hash = null;
        expected = $"{Prefix}iterations$salt$checksum";
        if (!text.StartsWith(Prefix, StringComparison.Ordinal) || text[Prefix.Length..].ToString().Split('$') is not [var count, var saltText, var checksumText])
            return false;
        expected = string.Create(CultureInfo.InvariantCulture, $"{LeastIterations} to {MostIterations} iterations");
        if (!int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var iterations) || iterations is < LeastIterations or > MostIterations || count[0] == '0')
            return false;
        expected = $"a salt of {LeastSalt} to {MostSalt} bytes in Base64 with '.' for '+' and without padding";
        if (Decode(saltText) is not { Length: >= LeastSalt and <= MostSalt } salt)
            return false;
        expected = $"a checksum of {ChecksumSize} bytes in Base64 with '.' for '+' and without padding";
        if (Decode(checksumText) is not { Length: ChecksumSize } checksum)
            return false;
        expected = null;
        hash = new PasswordHash(iterations, salt, checksum);
        return true;
    }

    public bool IsOf(ReadOnlySpan<byte> password)
    {
        Span<byte> derived = stackalloc byte[ChecksumSize];
        Rfc2898DeriveBytes.Pbkdf2(password, salt, derived, Iterations, HashAlgorithmName.SHA512);
        return CryptographicOperations.FixedTimeEquals(derived, checksum);
    }

    /// <summary>Takes the time that so many iterations take.</summary>
    public static void Spend(ReadOnlySpan<byte> password, int iterations)
    {
        Span<byte> derived = stackalloc byte[ChecksumSize];
        if (iterations > 0)
            Rfc2898DeriveBytes.Pbkdf2(password, "spent for nothing"u8, derived, iterations, HashAlgorithmName.SHA512);
    }

    private static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '.');

    private static byte[]? Decode(string text)
    {
        if (text.AsSpan().ContainsAny('+', '=') || !Ascii.IsValid(text))
            return null;
        var padded = text.Replace('.', '+').PadRight((text.Length + 3) / 4 * 4, '=');
        return Base64.IsValid(padded.AsSpan(), out var length) && padded.AsSpan().IndexOfAny(" \t\r\n") < 0 && length <= ChecksumSize ? Convert.FromBase64String(padded) : null;
    }
}
