using System.Buffers.Binary;

namespace Inference.Adapters.Python.Exchange;

/// <summary>The form of the exchange, both ways: lengths of a JSON text and of a blob, 4 bytes each, then the two.</summary>
internal static class Frame
{
    public const int HeaderSize = 8;

    /// <summary>Values from this size on go through shared memory; so do smaller ones once a frame is full.</summary>
    public const int SharedFrom = 64 * 1024;

    public const int MostInline = 1024 * 1024;

    /// <summary>Where values begin in shared memory: what vectorised code likes best.</summary>
    public const int Alignment = 64;

    public static void WriteHeader(Span<byte> header, int text, int blob)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(header, (uint)text);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], (uint)blob);
    }

    /// <summary>The lengths a worker claims, held against what we ever take.</summary>
    public static (int Text, int Blob) ReadHeader(ReadOnlySpan<byte> header)
    {
        var text = BinaryPrimitives.ReadUInt32LittleEndian(header);
        var blob = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
        return text <= 2 * MostInline && blob <= MostInline + SharedFrom
            ? ((int)text, (int)blob)
            : throw new BrokenExchangeException($"a frame of {text} + {blob} bytes");
    }
}
