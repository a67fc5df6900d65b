using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text.Unicode;

namespace InferenceHost.Protocols.Json;

/// <summary>
/// Writes JSON text piece by piece, in chunks as the writer gives them; the caller puts the pieces in order. Allocates nothing.
/// <see cref="Flush"/> comes last.
/// </summary>
internal ref struct JsonOutput(IBufferWriter<byte> writer)
{
    /// <summary>Room asked for; no number and no escape is longer than a fraction of it.</summary>
    private const int ChunkLength = 512;

    private const int LongestScalar = 64;

    private static readonly SearchValues<byte> Escaped = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(static i => (byte)i), (byte)'"', (byte)'\\']);

    private Span<byte> chunk;
    private int used;
    private bool isBeginning = true;

    /// <summary>Writes a piece of JSON as it is.</summary>
    public void Raw(scoped ReadOnlySpan<byte> json)
    {
        while (!json.IsEmpty)
        {
            var free = Room(1);
            var length = Math.Min(free.Length, json.Length);
            json[..length].CopyTo(free);
            used += length;
            json = json[length..];
        }
    }

    /// <summary>Writes a comma unless an array or object was just begun.</summary>
    public void Separate()
    {
        if (!isBeginning)
            Byte((byte)',');
        isBeginning = false;
    }

    /// <summary>Begins an array or object, whose entries are separated by <see cref="Separate"/>.</summary>
    public void Begin(byte bracket)
    {
        Byte(bracket);
        isBeginning = true;
    }

    /// <summary>Ends an array or object.</summary>
    public void End(byte bracket)
    {
        Byte(bracket);
        isBeginning = false;
    }

    /// <summary>Separates, and writes a property's name, which needs no escapes.</summary>
    public void Name(ReadOnlySpan<byte> name)
    {
        Separate();
        Byte((byte)'"');
        Raw(name);
        Raw("\":"u8);
    }

    /// <summary>Writes valid UTF-8 as a string, in quotes.</summary>
    public void Text(scoped ReadOnlySpan<byte> utf8)
    {
        Raw("\""u8);
        Content(utf8);
        Raw("\""u8);
    }

    /// <summary>Writes a string, in quotes; what is no valid UTF-16 becomes the replacement character.</summary>
    public void Text(string text)
    {
        Raw("\""u8);
        Span<byte> utf8 = stackalloc byte[256];
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            // more than the destination holds is left for the next round; a lone surrogate at the very end is replaced
            Utf8.FromUtf16(rest, utf8, out var read, out var written, replaceInvalidSequences: true, isFinalBlock: true);
            Content(utf8[..written]);
            rest = rest[read..];
        }

        Raw("\""u8);
    }

    /// <summary>Writes a whole number, or a finite one in the shortest form that reads back as the same.</summary>
    public void Number<T>(T value)
        where T : IUtf8SpanFormattable
    {
        var isWritten = value.TryFormat(Room(LongestScalar), out var length, default, CultureInfo.InvariantCulture);
        Debug.Assert(isWritten, "no number is longer than that");
        used += length;
    }

    /// <summary>Writes FP32 numbers in that form, separated, as all entries of an array; NaN and the infinities as strings.</summary>
    public void Numbers(ReadOnlySpan<float> values)
    {
        if (values.IsEmpty)
            return;
        while (!values.IsEmpty)
        {
            // room is looked for once for as many as surely find it
            var free = Room(SingleText.Room);
            var count = Math.Min(values.Length, free.Length / SingleText.Room);
            used += SingleText.WriteAll(values[..count], free);
            values = values[count..];
        }

        // no comma behind the last
        used--;
        isBeginning = false;
    }

    /// <summary>Hands the last chunk to the writer.</summary>
    public void Flush()
    {
        writer.Advance(used);
        chunk = default;
        used = 0;
    }

    private void Byte(byte value)
    {
        Room(1)[0] = value;
        used++;
    }

    private Span<byte> Room(int length)
    {
        if (chunk.Length - used < length)
        {
            Flush();
            chunk = writer.GetSpan(Math.Max(length, ChunkLength));
        }

        return chunk[used..];
    }

    private void Content(scoped ReadOnlySpan<byte> utf8)
    {
        while (true)
        {
            var run = utf8.IndexOfAny(Escaped);
            if (run < 0)
                break;
            Raw(utf8[..run]);
            Escape(utf8[run]);
            utf8 = utf8[(run + 1)..];
        }

        Raw(utf8);
    }

    private void Escape(byte value)
    {
        switch (value)
        {
            case (byte)'"':
                Raw("\\\""u8);
                break;
            case (byte)'\\':
                Raw("\\\\"u8);
                break;
            case (byte)'\n':
                Raw("\\n"u8);
                break;
            case (byte)'\r':
                Raw("\\r"u8);
                break;
            case (byte)'\t':
                Raw("\\t"u8);
                break;
            default:
                ReadOnlySpan<byte> digits = "0123456789abcdef"u8;
                Raw([(byte)'\\', (byte)'u', (byte)'0', (byte)'0', digits[value >> 4], digits[value & 0xF]]);
                break;
        }
    }
}
