using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics;
using System.Text;
using System.Text.Unicode;

namespace InferenceHost.Protocols.Json;

internal ref partial struct JsonCursor
{
    private const string UnpairedSurrogate = "an escaped surrogate has no partner";

    /// <summary>Two units of UTF-16.</summary>
    private const int LongestEscape = 12;

    /// <summary>What ends a run of plain characters: the quote, the backslash, and what has to be escaped.</summary>
    private static readonly SearchValues<byte> Stops = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(static i => (byte)i), (byte)'"', (byte)'\\']);

    /// <summary>Reads a string, which must be next.</summary>
    /// <param name="value">UTF-8, escapes undone; valid as long as the document.</param>
    public bool ReadString(out ReadOnlySpan<byte> value)
    {
        value = default;
        if (Failed)
            return false;
        if (Peek() != '"')
            return Fail("a string");
        if (!ScanString(out value, out var isEscaped))
            return false;
        if (isEscaped)
            value = Unescape(value);
        return true;
    }

    /// <summary>Passes over the string that begins here.</summary>
    /// <param name="raw">What stands between its quotes.</param>
    private bool ScanString(out ReadOnlySpan<byte> raw, out bool isEscaped)
    {
        raw = default;
        isEscaped = false;
        var start = position + 1;
        var at = start;
        while (true)
        {
            var run = text[at..].IndexOfAny(Stops);
            if (run < 0)
            {
                if (!TryWidenString(ref start, ref at, text.Length))
                    return FailAt(text.Length, "expected '\"' at the end of a string, found the end");
                continue;
            }

            at += run;
            if (text[at] == '"')
                break;

            // an escape is looked at as a whole
            if (at + LongestEscape > text.Length && TryWidenString(ref start, ref at, at))
                continue;
            if (text[at] != '\\')
                return FailAt(at, $"a control character in a string must be escaped, found {Found(at)}");
            isEscaped = true;
            if (!ScanEscape(ref at))
                return false;
        }

        raw = text[start..at];
        if (!Utf8.IsValid(raw))
            return FailAt(start + FirstInvalid(raw), "a string is not valid UTF-8");
        position = at + 1;
        return true;
    }

    /// <summary>Puts the whole string into one piece; false where there is no more.</summary>
    /// <param name="start">Behind its opening quote.</param>
    /// <param name="at">Where to go on.</param>
    /// <param name="scanned">Up to where it was looked at.</param>
    private bool TryWidenString(scoped ref int start, scoped ref int at, int scanned)
    {
        if (IsLast)
            return false;
        scanned -= position;
        Widen(position, StringLength(scanned) + SeamWidth);
        start = position + 1;
        at = position + scanned;
        return true;
    }

    private bool ScanEscape(scoped ref int at)
    {
        var escape = at + 1 < text.Length ? text[at + 1] : (byte)0;
        if (escape != 'u')
        {
            at += 2;
            return "\"\\/bfnrt"u8.Contains(escape) || FailAt(at - 1, $"expected an escape, found {Found(at - 1)}");
        }

        if (!TryReadUnit(at, out var unit))
            return FailAt(at, "expected four hexadecimal digits behind \\u");
        if (char.IsLowSurrogate(unit))
            return FailAt(at, UnpairedSurrogate);
        if (char.IsHighSurrogate(unit))
        {
            if (!TryReadUnit(at + 6, out var low) || !char.IsLowSurrogate(low))
                return FailAt(at, UnpairedSurrogate);
            at += 6;
        }

        at += 6;
        return true;
    }

    /// <summary>Reads <c>\uXXXX</c>.</summary>
    private readonly bool TryReadUnit(int at, out char unit)
    {
        unit = '\0';
        if (at + 6 > text.Length || text[at] != '\\' || text[at + 1] != 'u')
            return false;
        var isHex = Utf8Parser.TryParse(text.Slice(at + 2, 4), out ushort value, out var length, 'x') && length == 4;
        unit = (char)value;
        return isHex;
    }

    /// <summary>Undoes the escapes of a string that was scanned.</summary>
    private static ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> raw)
    {
        var plain = new byte[raw.Length];
        var length = 0;
        while (true)
        {
            var run = raw.IndexOf((byte)'\\');
            if (run < 0)
                break;
            raw[..run].CopyTo(plain.AsSpan(length));
            length += run;
            raw = raw[run..];
            length += UnescapeOne(ref raw, plain.AsSpan(length));
        }

        raw.CopyTo(plain.AsSpan(length));
        return plain.AsSpan(0, length + raw.Length);
    }

    private static int UnescapeOne(ref ReadOnlySpan<byte> raw, Span<byte> plain)
    {
        var escape = raw[1];
        if (escape != 'u')
        {
            raw = raw[2..];
            plain[0] = escape switch
            {
                (byte)'b' => (byte)'\b',
                (byte)'f' => (byte)'\f',
                (byte)'n' => (byte)'\n',
                (byte)'r' => (byte)'\r',
                (byte)'t' => (byte)'\t',
                _ => escape,
            };
            return 1;
        }

        var unit = Unit(raw);
        raw = raw[6..];
        if (!char.IsHighSurrogate(unit))
            return new Rune(unit).EncodeToUtf8(plain);
        var low = Unit(raw);
        raw = raw[6..];
        return new Rune(unit, low).EncodeToUtf8(plain);
    }

    private static char Unit(ReadOnlySpan<byte> escape)
    {
        var isHex = Utf8Parser.TryParse(escape.Slice(2, 4), out ushort value, out _, 'x');
        Debug.Assert(isHex, "the escape was scanned before");
        return (char)value;
    }

    private static int FirstInvalid(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(bytes[at..], out _, out var length) == OperationStatus.Done)
            at += length;
        return at;
    }
}
