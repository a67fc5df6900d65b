using System.Buffers;
using System.Buffers.Binary;

namespace Inference.Grpc.Messages;

/// <summary>What stands before a message: whether it is compressed, and its length (grpc/doc/PROTOCOL-HTTP2.md, Length-Prefixed-Message).</summary>
internal readonly record struct MessageHead(byte Flag, uint Length)
{
    public const int Size = 5;

    public bool IsCompressed => Flag == 1;

    public static bool TryRead(in ReadOnlySequence<byte> bytes, out MessageHead head)
    {
        head = default;
        if (bytes.Length < Size)
            return false;
        Span<byte> prefix = stackalloc byte[Size];
        bytes.Slice(0, Size).CopyTo(prefix);
        head = new MessageHead(prefix[0], BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]));
        return true;
    }

    public void Write(Span<byte> prefix)
    {
        prefix[0] = Flag;
        BinaryPrimitives.WriteUInt32BigEndian(prefix[1..], Length);
    }
}
