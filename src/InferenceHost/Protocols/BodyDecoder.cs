using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using Inference.Contracts;
using Inference.Grpc.Messages;
using Microsoft.Extensions.Primitives;

namespace InferenceHost.Protocols;

/// <summary>
/// Undoes one content encoding (RFC 9110, 8.4) of a body that is wholly there. The framework's decoders tell a stream that just stops because
/// <c>Directory.Build.props</c> asks them to.
/// </summary>
internal sealed class BodyDecoder
{
    private const int FirstRent = 64 << 10;
    private static readonly BodyDecoder Gzip = new("gzip", static stream => new GZipStream(stream, CompressionMode.Decompress));
    private static readonly BodyDecoder Zlib = new("deflate", static stream => new ZLibStream(stream, CompressionMode.Decompress));
    private static readonly BodyDecoder RawDeflate = new("deflate", static stream => new DeflateStream(stream, CompressionMode.Decompress));
    private readonly string name;
    private readonly Func<Stream, Stream> open;

    private BodyDecoder(string name, Func<Stream, Stream> open)
    {
        this.name = name;
        this.open = open;
    }

    /// <summary>The decoder for a <c>Content-Encoding</c>; null where nothing is encoded.</summary>
    public static bool TryFind(StringValues header, out BodyDecoder? decoder, out InferenceError? error)
    {
        error = null;
        decoder = null;
        if (header.Count == 0)
            return true;
        switch (header.ToString().Trim().ToLowerInvariant())
        {
            case "" or "identity":
                return true;
            case "gzip" or "x-gzip":
                decoder = Gzip;
                return true;
            case "deflate":
                decoder = Zlib;
                return true;
            default:
                error = new InferenceError(ErrorCode.UnsupportedMediaType, "the Content-Encoding is not one of gzip, deflate, identity");
                return false;
        }
    }

    /// <summary>The decoded bytes, owned by the caller.</summary>
    /// <param name="encoded">As sent.</param>
    /// <param name="limit">The most bytes that may come out.</param>
    public (BodyBuffer Body, InferenceError? Error) Decode(in ReadOnlySequence<byte> encoded, long limit)
    {
        // the framework unpacks nothing into nothing
        if (encoded.IsEmpty)
            return (default, Malformed());

        // "deflate" is the zlib format, but some clients send the bare deflate stream
        var decoder = this == Zlib && !LooksLikeZlib(encoded) ? RawDeflate : this;
        var decoded = BodyMemory.Rent(FirstRent);
        var length = 0;
        try
        {
            using var stream = decoder.open(new SequenceStream(encoded));
            int read;
            while ((read = stream.Read(decoded, length, decoded.Length - length)) > 0)
            {
                length += read;
                if (length > limit)
                    return Fail(decoded, BodyReader.TooLarge(limit));
                if (length < decoded.Length)
                    continue;
                if (!BodyMemory.HasRoom)
                    return Fail(decoded, BodyMemory.Full);
                decoded = Grow(decoded, limit);
            }

            return (new BodyBuffer(decoded, length), null);
        }
        catch (Exception e)
        {
            BodyMemory.Return(decoded);

            // zlib's own trouble, as with a dictionary that the caller means and we do not have, comes as the second
            if (e is not (InvalidDataException or IOException))
                throw;
            return (default, Malformed());
        }
    }

    private static bool LooksLikeZlib(in ReadOnlySequence<byte> bytes)
    {
        Span<byte> head = stackalloc byte[2];
        if (bytes.Length < head.Length)
            return false;
        bytes.Slice(0, head.Length).CopyTo(head);
        return (head[0] & 0x0f) == 8 && BinaryPrimitives.ReadUInt16BigEndian(head) % 31 == 0;
    }

    private static (BodyBuffer Body, InferenceError? Error) Fail(byte[] rented, InferenceError error)
    {
        BodyMemory.Return(rented);
        return (default, error);
    }

    private static byte[] Grow(byte[] memory, long limit)
    {
        // one byte more than the limit is enough to find it passed
        var larger = BodyMemory.Rent((int)Math.Min(Math.Min(2L * memory.Length, limit + 1), Array.MaxLength));
        memory.CopyTo(larger, 0);
        BodyMemory.Return(memory);
        return larger;
    }

    private InferenceError Malformed() =>
        new(ErrorCode.MalformedRequest, $"the body is not {name} as its Content-Encoding says: it is damaged, cut off, or not packed at all: then leave the header out");
}
