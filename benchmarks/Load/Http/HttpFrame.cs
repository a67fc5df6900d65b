using System.Buffers.Text;

namespace Inference.Load.Http;

/// <summary>Where an answer ends that is being received.</summary>
internal static class HttpFrame
{
    /// <summary>Whether all of it is there.</summary>
    /// <param name="received">From its first byte on.</param>
    /// <param name="head">Its head, where it is whole.</param>
    /// <exception cref="IOException">It is no HTTP/1.1, or has no end.</exception>
    public static bool IsWhole(ReadOnlySpan<byte> received, out HttpHead head)
    {
        head = default;
        var end = received.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return false;
        head = HttpHead.Parse(received[..end]);
        var body = received[(end + 4)..];
        if (head.HasNoBody)
            return true;
        if (head.IsChunked)
            return AreChunksWhole(body);
        return head.ContentLength >= 0 ? body.Length >= head.ContentLength : throw new IOException("the answer has neither a length nor chunks");
    }

    private static bool AreChunksWhole(ReadOnlySpan<byte> rest)
    {
        while (rest.IndexOf("\r\n"u8) is >= 0 and var line)
        {
            if (!Utf8Parser.TryParse(rest[..line], out int size, out _, 'x'))
                throw new IOException("a chunk has no size");

            // no server here sends trailers
            if (rest.Length < line + size + 4)
                return false;
            if (size == 0)
                return true;
            rest = rest[(line + size + 4)..];
        }

        return false;
    }
}
