using System.Text;

namespace Inference.Adapters.Onnx.Files;

/// <summary>
/// Reads the wire format of protocol buffers (https://protobuf.dev/programming-guides/encoding) field by field, without the payloads that nobody asks for.
/// Malformed input is an <see cref="InvalidDataException"/>; lengths are checked against the enclosing message before anything is allocated.
/// </summary>
internal sealed class WireReader(Stream stream)
{
    private const int MaxTextBytes = 1 << 20;

    public long Position => stream.Position;

    public long Length => stream.Length;

    /// <summary>The next field of the message that ends at <paramref name="end"/>; false at its end.</summary>
    public bool TryReadTag(long end, out WireField field)
    {
        field = default;
        if (Position >= end)
            return false;
        var tag = ReadVarint(end);
        if (tag > uint.MaxValue || tag >> 3 == 0)
            throw Malformed("a field number");
        field = new WireField((int)(tag >> 3), (WireType)(tag & 7));
        return true;
    }

    public ulong ReadVarint(long end)
    {
        var value = 0UL;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var next = Position < end ? stream.ReadByte() : -1;
            if (next < 0)
                throw Malformed("a number");
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
                return value;
        }

        throw Malformed("a number");
    }

    /// <summary>Where the length-delimited field whose length comes next ends.</summary>
    public long ReadEnd(long end)
    {
        var length = ReadVarint(end);
        if (length > (ulong)(end - Position))
            throw Malformed("a length");
        return Position + (long)length;
    }

    public string ReadText(long end)
    {
        var length = ReadEnd(end) - Position;
        if (length > MaxTextBytes)
            throw Malformed("a text");
        var bytes = new byte[length];
        stream.ReadExactly(bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    public void Skip(WireType type, long end)
    {
        switch (type)
        {
            case WireType.Varint:
                ReadVarint(end);
                break;
            case WireType.Fixed64:
                SkipTo(Position + 8, end);
                break;
            case WireType.Fixed32:
                SkipTo(Position + 4, end);
                break;
            case WireType.Delimited:
                SkipTo(ReadEnd(end), end);
                break;
            default:
                throw Malformed("a field type");
        }
    }

    private void SkipTo(long position, long end)
    {
        if (position > end)
            throw Malformed("a length");
        stream.Position = position;
    }

    private InvalidDataException Malformed(string what) => new($"{what} at byte {Position} makes no sense");
}
