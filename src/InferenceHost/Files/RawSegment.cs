using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace InferenceHost.Files;

/// <summary>One segment of a path as it stands in a request line (RFC 3986, 2.1): percent-encoded UTF-8.</summary>
internal static class RawSegment
{
    private const int EscapeLength = 3;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="raw">Without a slash.</param>
    /// <param name="text">Decoded, once.</param>
    /// <param name="problem">What is wrong with it, to follow its name.</param>
    public static bool TryDecode(string raw, out string text, [NotNullWhen(false)] out string? problem)
    {
        text = "";
        problem = null;
        var bytes = new byte[raw.Length];
        var length = 0;
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '%')
                bytes[length++] = (byte)raw[i];
            else if (TryEscape(raw.AsSpan(i), out bytes[length]))
                (length, i) = (length + 1, i + EscapeLength - 1);
            else
                problem = "has a '%' that is followed by no two hexadecimal digits: write '%25' for the sign itself";
            if (!char.IsAscii(raw[i]))
                problem = "has a character that is not percent-encoded";
        }

        if (problem is null)
            problem = Decode(bytes.AsSpan(0, length), out text);
        return problem is null;
    }

    private static string? Decode(ReadOnlySpan<byte> bytes, out string text)
    {
        text = "";
        try
        {
            text = Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return "is not UTF-8 once decoded";
        }

        return text.Contains('/', StringComparison.Ordinal) ? "has an encoded slash: segments are parted by plain ones"
            : HidesMore(text) ? "is encoded twice: what it says once decoded is an escape again, of a character that steers paths"
            : null;
    }

    // harmless here, and not to whoever decodes the name once more: a proxy, a store, a client that puts it into a URL unescaped
    private static bool HidesMore(string text)
    {
        for (var i = text.IndexOf('%', StringComparison.Ordinal); i >= 0; i = text.IndexOf('%', i + 1))
        {
            if (TryEscape(text.AsSpan(i), out var hidden) && (hidden is (byte)'.' or (byte)'/' or (byte)'\\' or (byte)'%' or < 0x20 or 0x7F))
                return true;
        }

        return false;
    }

    private static bool TryEscape(ReadOnlySpan<char> text, out byte value)
    {
        value = 0;
        if (text.Length < EscapeLength || !char.IsAsciiHexDigit(text[1]) || !char.IsAsciiHexDigit(text[2]))
            return false;
        value = byte.Parse(text[1..EscapeLength], System.Globalization.NumberStyles.AllowHexSpecifier);
        return true;
    }
}
