using System.Buffers.Text;
using System.Text;

namespace Inference.Load.Http;

/// <summary>What of a response's head says where its body ends.</summary>
/// <param name="Status">The status code.</param>
/// <param name="ContentLength">-1: not said.</param>
/// <param name="IsChunked">The body comes in chunks.</param>
/// <param name="Closes">The server ends the connection after this answer.</param>
internal readonly record struct HttpHead(int Status, int ContentLength, bool IsChunked, bool Closes)
{
    public bool HasNoBody => Status is < 200 or 204 or 304;

    /// <param name="head">The status line and the fields, up to the empty line and without it.</param>
    public static HttpHead Parse(ReadOnlySpan<byte> head)
    {
        if (!head.StartsWith("HTTP/1.1 "u8) || !Utf8Parser.TryParse(head[9..], out int status, out _))
            throw new IOException($"not an answer of HTTP/1.1: {Encoding.Latin1.GetString(head)}");
        var parsed = new HttpHead(status, ContentLength: -1, IsChunked: false, Closes: false);
        foreach (var range in head.Split("\r\n"u8))
            parsed = parsed.With(head[range]);
        return parsed;
    }

    private HttpHead With(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        if (colon < 0)
            return this;
        var name = line[..colon];
        var value = line[(colon + 1)..].Trim((byte)' ');
        if (Ascii.EqualsIgnoreCase(name, "content-length"u8) && Utf8Parser.TryParse(value, out int length, out _))
            return this with { ContentLength = length };
        if (Ascii.EqualsIgnoreCase(name, "transfer-encoding"u8) && Ascii.EqualsIgnoreCase(value, "chunked"u8))
            return this with { IsChunked = true };
        if (Ascii.EqualsIgnoreCase(name, "connection"u8) && Ascii.EqualsIgnoreCase(value, "close"u8))
            return this with { Closes = true };
        return this;
    }
}
