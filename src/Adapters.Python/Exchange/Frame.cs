using System.Buffers.Binary;

namespace Inference.Adapters.Python.Exchange;

/// <summary>
/// The form of the exchange, both ways: a header, a description, a blob. A request's header says the lengths of the two, the request's number, and where in shared memory the description
/// is, or -1 where it follows; its description is JSON. An answer's header says the lengths, the number, and what it is; the description is binary for outputs (see <see cref="ReplyReader"/>)
/// and JSON for the rest. All little-endian.
/// </summary>
internal static class Frame
{
    public const int RequestHeader = 24;

    public const int ReplyHeader = 20;

    /// <summary>Values from this size on go through shared memory; so do smaller ones once the blob is full.</summary>
    public const int SharedFrom = 64 * 1024;

    /// <summary>The longest blob. With a request's description, which is shorter than <see cref="SharedFrom"/>, it fits a socket's buffer, so that sending never waits.</summary>
    public const int MostInline = 128 * 1024;

    /// <summary>The longest description that a worker sends.</summary>
    public const int MostText = 1024 * 1024;

    /// <summary>Where values begin in shared memory: what vectorised code likes best.</summary>
    public const int Alignment = 64;

    public static void WriteHeader(Span<byte> header, int text, int blob, long number, long place)
    {
        BinaryPrimitives.WriteInt32LittleEndian(header, text);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], blob);
        BinaryPrimitives.WriteInt64LittleEndian(header[8..], number);
        BinaryPrimitives.WriteInt64LittleEndian(header[16..], place);
    }

    /// <summary>What a worker claims, its lengths held against what we ever take.</summary>
    public static ReplyHead ReadHeader(ReadOnlySpan<byte> header)
    {
        var text = BinaryPrimitives.ReadUInt32LittleEndian(header);
        var blob = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
        var (kind, keeps) = (header[16], BinaryPrimitives.ReadUInt32LittleEndian(header[16..]) >> 8);
        return text <= MostText && blob <= MostInline && kind <= (uint)ReplyKind.Hello && keeps <= 1
            ? new ReplyHead((int)text, (int)blob, BinaryPrimitives.ReadInt64LittleEndian(header[8..]), (ReplyKind)kind, keeps == 1)
            : throw new BrokenExchangeException($"a frame of {text} + {blob} bytes, kind {kind}");
    }
}
