using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;

namespace Inference.Grpc.Messages;

/// <summary>The one compression there is beside none (RFC 1952).</summary>
internal static class Gzip
{
    public const string Name = "gzip";

    // head and tail of a member with nothing in it
    private const int SmallestMember = 18;
    private const int Piece = 16 << 10;

    /// <summary>Unpacks into <paramref name="plain"/>, never past the limit: what a few bytes unpack to is not known before.</summary>
    /// <returns>Null where all is unpacked; else what is wrong.</returns>
    public static GrpcStatus? Unpack(in ReadOnlySequence<byte> packed, PooledMessage plain, int limit, MessageAllowance allowance)
    {
        try
        {
            using var stream = new GZipStream(new SequenceStream(packed), CompressionMode.Decompress);
            while (true)
            {
                var free = plain.GetSpan(Piece);
                if (!allowance.TryHold(plain.Capacity))
                    return MessageRefusal.NoRoom;
                var read = stream.Read(free);
                if (read == 0)
                    break;
                if (plain.Length + read > limit)
                    return MessageRefusal.TooLarge(limit);
                plain.Advance(read);
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return new GrpcStatus(GrpcStatusCode.Internal, "the message is not gzip as its head says");
        }

        return IsWhole(packed, plain.Length) ? null : new GrpcStatus(GrpcStatusCode.Internal, "the gzip of the message ends too early");
    }

    /// <summary>The beginning of what was packed, as far as its own beginning tells: up to so many bytes.</summary>
    public static ReadOnlySequence<byte> Peek(in ReadOnlySequence<byte> packed, int bytes)
    {
        var plain = new byte[bytes];
        try
        {
            using var stream = new GZipStream(new SequenceStream(packed), CompressionMode.Decompress);
            return new ReadOnlySequence<byte>(plain, 0, stream.ReadAtLeast(plain, plain.Length, throwOnEndOfStream: false));
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            // who unpacks all of it says so
            return default;
        }
    }

    public static void Pack(ReadOnlyMemory<byte> plain, PooledMessage packed)
    {
        using var stream = new GZipStream(new WriterStream(packed), CompressionLevel.Fastest);
        stream.Write(plain.Span);
    }

    /// <summary>The framework's decoder takes a stream that just stops for one that ends; the last four bytes are the length of what was packed.</summary>
    private static bool IsWhole(in ReadOnlySequence<byte> packed, int length)
    {
        if (packed.Length < SmallestMember)
            return false;
        Span<byte> tail = stackalloc byte[sizeof(uint)];
        packed.Slice(packed.Length - tail.Length).CopyTo(tail);
        return BinaryPrimitives.ReadUInt32LittleEndian(tail) == (uint)length;
    }
}
