using System.Buffers;
using System.IO.Compression;

namespace Inference.Grpc.Messages;

/// <summary>
/// The one compression there is beside none (RFC 1952). The framework's decoder tells a stream that just stops because <c>Directory.Build.props</c> asks it to.
/// </summary>
internal static class Gzip
{
    public const string Name = "gzip";

    private const int Piece = 16 << 10;

    private static readonly GrpcStatus Broken = new(GrpcStatusCode.Internal, "the message is not gzip as its head says, or cut off");

    /// <summary>Unpacks into <paramref name="plain"/>, never past the limit: what a few bytes unpack to is not known before.</summary>
    /// <returns>Null where all is unpacked; else what is wrong.</returns>
    public static GrpcStatus? Unpack(in ReadOnlySequence<byte> packed, PooledMessage plain, int limit, MessageAllowance allowance)
    {
        // the framework unpacks nothing into nothing
        if (packed.IsEmpty)
            return Broken;
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
            return Broken;
        }

        return null;
    }

    /// <summary>The beginning of what was packed, as far as its own beginning tells: up to so many bytes.</summary>
    public static ReadOnlySequence<byte> Peek(in ReadOnlySequence<byte> packed, int bytes)
    {
        var plain = new byte[bytes];
        var length = 0;
        try
        {
            using var stream = new GZipStream(new SequenceStream(packed), CompressionMode.Decompress);
            int read;
            while ((read = stream.Read(plain, length, plain.Length - length)) > 0)
                length += read;
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            // the rest is not there yet, or wrong: who unpacks all of it says so
        }

        return new ReadOnlySequence<byte>(plain, 0, length);
    }

    public static void Pack(ReadOnlyMemory<byte> plain, PooledMessage packed)
    {
        using var stream = new GZipStream(new WriterStream(packed), CompressionLevel.Fastest);
        stream.Write(plain.Span);
    }
}
