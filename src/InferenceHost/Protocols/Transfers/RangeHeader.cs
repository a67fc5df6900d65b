using System.Globalization;
using Inference.Boxes;

namespace InferenceHost.Protocols.Transfers;

/// <summary>The header <c>Range</c> (RFC 9110, 14.2): one range of bytes; several, and what is malformed, count as not said, as the RFC allows.</summary>
internal static class RangeHeader
{
    private const string Unit = "bytes=";

    public static ByteRange? Read(string header)
    {
        if (!header.StartsWith(Unit, StringComparison.OrdinalIgnoreCase))
            return null;
        var range = header.AsSpan(Unit.Length).Trim();
        if (range.IndexOf('-') is not (>= 0 and var dash))
            return null;
        var from = range[..dash];
        var to = range[(dash + 1)..];
        if (from.IsEmpty)
            return TryRead(to, out var count) ? ByteRange.LastBytes(count) : null;
        if (!TryRead(from, out var first))
            return null;
        if (to.IsEmpty)
            return ByteRange.From(first);
        return TryRead(to, out var last) && last >= first ? ByteRange.Between(first, last) : null;
    }

    private static bool TryRead(ReadOnlySpan<char> digits, out long number) => long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
