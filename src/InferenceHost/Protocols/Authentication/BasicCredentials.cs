using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Inference.Manifests;
using InferenceHost.Admission;

namespace InferenceHost.Protocols.Authentication;

/// <summary>The header of HTTP Basic authentication (RFC 7617), its text in UTF-8.</summary>
internal static class BasicCredentials
{
    private const string Scheme = "Basic ";

    // a user name and a password of a kilobyte; Base64 is a third longer
    private const int LongestHeader = 2048;

    /// <summary>The caller's name; null where the header says no user of the list with its password. A password stays in memory no longer than this call.</summary>
    public static string? TryAdmit(ReadOnlySpan<char> header, UserList users)
    {
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || header.Length > LongestHeader)
            return null;
        var text = header[Scheme.Length..].Trim(' ');
        Span<byte> encoded = stackalloc byte[LongestHeader];
        Span<byte> decoded = stackalloc byte[LongestHeader];
        if (Ascii.FromUtf16(text, encoded, out var length) != OperationStatus.Done
            || Base64.DecodeFromUtf8(encoded[..length], decoded, out _, out var size) != OperationStatus.Done)
            return null;
        try
        {
            return TryAdmit(decoded[..size], users);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(encoded[..length]);
            CryptographicOperations.ZeroMemory(decoded[..size]);
        }
    }

    private static string? TryAdmit(ReadOnlySpan<byte> credentials, UserList users)
    {
        var colon = credentials.IndexOf((byte)':');
        if (colon is < 1 or > UserName.Longest)
            return null;
        Span<char> name = stackalloc char[UserName.Longest];
        return Ascii.ToUtf16(credentials[..colon], name, out var length) == OperationStatus.Done
            && users.TryAdmit(name[..length], credentials[(colon + 1)..], out var caller)
            ? caller
            : null;
    }
}
