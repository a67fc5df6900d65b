using System.Buffers;

namespace Inference.Telemetry.Requests;

/// <summary>
/// The header <c>traceparent</c>: <c>version "-" trace-id "-" parent-id "-" flags</c> in lower-case hexadecimal. A later version may
/// append fields after a further dash; version <c>ff</c> and ids of zeros are invalid.
/// </summary>
internal static class TraceParent
{
    private const int Length = 55;

    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdef");

    /// <summary>The 32 digits of the trace id; null if the header is missing or invalid.</summary>
    public static string? TraceId(string? header)
    {
        if (header is null || header.Length < Length || header[2] != '-' || header[35] != '-' || header[52] != '-')
            return null;
        var text = header.AsSpan();
        var version = text[..2];
        var valid = IsHexadecimal(version) && version is not "ff"
            && IsId(text[3..35]) && IsId(text[36..52]) && IsHexadecimal(text[53..55])
            && (text.Length == Length || (version is not "00" && text[Length] == '-'));
        return valid ? header[3..35] : null;
    }

    private static bool IsId(ReadOnlySpan<char> text) => IsHexadecimal(text) && text.ContainsAnyExcept('0');

    private static bool IsHexadecimal(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(Hexadecimal);
}
