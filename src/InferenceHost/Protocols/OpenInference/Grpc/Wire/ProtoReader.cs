using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace InferenceHost.Protocols.OpenInference.Grpc.Wire;

/// <summary>
/// Reads a protocol buffer where it lies, without a copy (protobuf.dev, Encoding). <see cref="Next"/> gives a field's number and type; its value is then read by that type or skipped. What is malformed
/// ends it: all reads give nothing from then on, and <see cref="Failed"/> says so.
/// </summary>
internal ref struct ProtoReader(scoped in ReadOnlySequence<byte> message)
{
    private const int LongestVarint = 10;
    private const int TypeBits = 3;
    private SequenceReader<byte> bytes = new(message);

    /// <summary>Whether it is no protocol buffer.</summary>
    public bool Failed { get; private set; }

    /// <summary>Bytes that were read.</summary>
    public readonly long Consumed => bytes.Consumed;

    public readonly bool AtEnd => bytes.End || Failed;

    /// <summary>The next field; false at the end.</summary>
    public bool Next(out int field, out WireType type)
    {
        field = 0;
        type = default;
        if (AtEnd)
            return false;
        var tag = Varint();
        field = (int)Math.Min(tag >> TypeBits, int.MaxValue);
        type = (WireType)(tag & 7);
        if (!Failed && tag <= uint.MaxValue && field > 0 && type <= WireType.Fixed32)
            return true;
        Failed = true;
        return false;
    }

    /// <summary>What was read has been found to be malformed.</summary>
    public void Fail() => Failed = true;

    public ulong Varint()
    {
        var value = 0UL;
        for (var i = 0; i < LongestVarint; i++)
        {
            if (!bytes.TryRead(out var part))
                break;
            value |= (ulong)(part & 0x7f) << (7 * i);
            if (part < 0x80)
                return value;
        }

        Failed = true;
        return 0;
    }

    public uint Fixed32()
    {
        if (bytes.TryReadLittleEndian(out int value))
            return (uint)value;
        Failed = true;
        return 0;
    }

    public ulong Fixed64()
    {
        if (bytes.TryReadLittleEndian(out long value))
            return (ulong)value;
        Failed = true;
        return 0;
    }

    /// <summary>A value of bytes, text, a message, or numbers one behind the other.</summary>
    public ReadOnlySequence<byte> Bytes()
    {
        var length = Varint();
        if (!Failed && length <= (ulong)bytes.Remaining && bytes.TryReadExact((int)length, out var value))
            return value;
        Failed = true;
        return default;
    }

    public string Text() => Encoding.UTF8.GetString(Bytes());

    /// <summary>As <see cref="Text()"/>: the same text where it is the one that is expected.</summary>
    public string Text(string expected)
    {
        var bytes = Bytes();
        return bytes.IsSingleSegment && Ascii.Equals(bytes.FirstSpan, expected) ? expected : Encoding.UTF8.GetString(bytes);
    }

    /// <summary>Whether a field is of the type that its number has; one that is not is skipped, as one that is not known.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Is(WireType type, WireType expected)
    {
        if (type == expected)
            return true;
        Skip(type);
        return false;
    }

    /// <summary>Passes over a value.</summary>
    public void Skip(WireType type)
    {
        switch (type)
        {
            case WireType.Varint:
                Varint();
                break;
            case WireType.Fixed64:
                Fixed64();
                break;
            case WireType.Bytes:
                Bytes();
                break;
            case WireType.Fixed32:
                Fixed32();
                break;
            default:
                Failed = true;
                break;
        }
    }
}
