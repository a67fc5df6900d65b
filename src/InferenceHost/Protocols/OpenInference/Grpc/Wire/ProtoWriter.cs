using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace InferenceHost.Protocols.OpenInference.Grpc.Wire;

/// <summary>Writes the fields of protocol buffers (protobuf.dev, Encoding), each with its tag; what has its default value is not written. Field numbers up to 15.</summary>
internal readonly ref struct ProtoWriter(IBufferWriter<byte> writer)
{
    private const int LongestVarint = 10;
    private readonly IBufferWriter<byte> writer = writer;

    public void Text(int field, string? text)
    {
        if (string.IsNullOrEmpty(text))
            return;
        BytesHead(field, Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text, writer);
    }

    /// <summary>What stands before bytes, a message, or numbers one behind the other.</summary>
    public void BytesHead(int field, long length)
    {
        Tag(field, WireType.Bytes);
        Varint((ulong)length);
    }

    public void Bytes(int field, ReadOnlySpan<byte> value)
    {
        BytesHead(field, value.Length);
        writer.Write(value);
    }

    /// <summary>Numbers one behind the other; nothing where there are none.</summary>
    public void Varints(int field, ReadOnlySpan<long> values)
    {
        if (values.IsEmpty)
            return;
        BytesHead(field, ProtoSize.Varints(values));
        foreach (var value in values)
            Varint((ulong)value);
    }

    public void Varint(ulong value)
    {
        var span = writer.GetSpan(LongestVarint);
        var count = 0;
        for (; value >= 0x80; value >>= 7)
            span[count++] = (byte)(value | 0x80);
        span[count++] = (byte)value;
        writer.Advance(count);
    }

    /// <summary>Without a tag.</summary>
    public void Raw(ReadOnlySpan<byte> bytes) => writer.Write(bytes);

    /// <summary>Without a tag.</summary>
    public void Fixed32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(writer.GetSpan(sizeof(uint)), value);
        writer.Advance(sizeof(uint));
    }

    private void Tag(int field, WireType type) => Varint((ulong)((field << 3) | (int)type));
}
