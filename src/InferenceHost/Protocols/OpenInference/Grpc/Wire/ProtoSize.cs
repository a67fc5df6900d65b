using System.Numerics;
using System.Text;

namespace InferenceHost.Protocols.OpenInference.Grpc.Wire;

/// <summary>Bytes that <see cref="ProtoWriter"/> writes, known before: a message stands behind its length.</summary>
internal static class ProtoSize
{
    /// <summary>Of the tag of a field up to 15, which all of ours are.</summary>
    public const int Tag = 1;

    public static int Varint(ulong value) => (BitOperations.Log2(value | 1) / 7) + 1;

    /// <summary>Of a field of bytes with its tag and length.</summary>
    public static long Bytes(long length) => Tag + Varint((ulong)length) + length;

    /// <summary>Of a field of text; nothing for the empty one, which is not written.</summary>
    public static long Text(string? text) => string.IsNullOrEmpty(text) ? 0 : Bytes(Encoding.UTF8.GetByteCount(text));

    /// <summary>Of numbers one behind the other, without tag and length.</summary>
    public static long Varints(ReadOnlySpan<long> values)
    {
        var sum = 0L;
        foreach (var value in values)
            sum += Varint((ulong)value);
        return sum;
    }
}
