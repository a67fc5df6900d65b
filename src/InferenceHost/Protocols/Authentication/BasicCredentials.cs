using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Inference.Manifests;

namespace InferenceHost.Protocols.Authentication;

/// <summary>The header of HTTP Basic authentication (RFC 7617), its text in UTF-8. The password stays in memory until this is disposed of, and no longer.</summary>
internal sealed class BasicCredentials : IDisposable
{
    private const string Scheme = "Basic ";

    // a user name and a password of a kilobyte; Base64 is a third longer
    private const int LongestHeader = 2048;
    private readonly byte[] decoded;
    private readonly int colon;
    private readonly int length;

    private BasicCredentials(string name, byte[] decoded, int colon, int length)
    {
        Name = name;
        this.decoded = decoded;
        this.colon = colon;
        this.length = length;
    }

    public string Name { get; }

    public ReadOnlyMemory<byte> Password => decoded.AsMemory((colon + 1)..length);

    public static bool TryRead(ReadOnlySpan<char> header, [NotNullWhen(true)] out BasicCredentials? credentials)
    {
        credentials = null;
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || header.Length > LongestHeader)
            return false;
        Span<byte> encoded = stackalloc byte[LongestHeader];
        var decoded = new byte[LongestHeader];
        if (Ascii.FromUtf16(header[Scheme.Length..].Trim(' '), encoded, out var size) == OperationStatus.Done
            && Base64.DecodeFromUtf8(encoded[..size], decoded, out _, out var length) == OperationStatus.Done)
            credentials = Read(decoded, length);
        CryptographicOperations.ZeroMemory(encoded);
        if (credentials is null)
            CryptographicOperations.ZeroMemory(decoded);
        return credentials is not null;
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(decoded);

    private static BasicCredentials? Read(byte[] decoded, int length)
    {
        var colon = decoded.AsSpan(0, length).IndexOf((byte)':');
        return colon is < 1 or > UserName.Longest || !Ascii.IsValid(decoded.AsSpan(0, colon))
            ? null
            : new BasicCredentials(Encoding.ASCII.GetString(decoded, 0, colon), decoded, colon, length);
    }
}
