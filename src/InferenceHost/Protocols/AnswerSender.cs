using System.Globalization;
using System.IO.Compression;
using Inference.Contracts;

namespace InferenceHost.Protocols;

/// <summary>Sends what was gathered in a call's writer, encoded as the caller likes best.</summary>
internal static class AnswerSender
{
    private const int SmallestEncoded = 1400;

    /// <summary>Prepares for an error in place of an answer; false where nobody reads it any more, or the answer has already begun.</summary>
    public static bool TryBeginRefusal(HttpCall call, InferenceError error)
    {
        if (call.Response.HasStarted)
            call.Context.Abort();
        if (call.Response.HasStarted || error.Code == ErrorCode.CallerGone)
            return false;
        call.Writer.Clear();
        if (error.RetryAfter is { } delay)
            call.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(delay.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return true;
    }

    public static async ValueTask SendAsync(HttpCall call, int status, string contentType)
    {
        var response = call.Response;
        response.StatusCode = status;
        response.Headers.ContentType = contentType;
        response.Headers["X-Request-Id"] = call.RequestId;
        var encoding = call.Writer.Length < SmallestEncoded ? null : Encoding(call.Request);
        if (encoding is not null)
        {
            using var encoded = Encode(call.Writer.Written, encoding);
            response.Headers.ContentEncoding = encoding;
            response.Headers.Vary = "Accept-Encoding";
            await WriteAsync(response, encoded);
            return;
        }

        await WriteAsync(response, call.Writer);
    }

    private static async ValueTask WriteAsync(HttpResponse response, PooledWriter body)
    {
        response.ContentLength = body.Length;
        await response.BodyWriter.WriteAsync(body.Written);
    }

    private static PooledWriter Encode(ReadOnlyMemory<byte> plain, string encoding)
    {
        var encoded = new PooledWriter();
        using var sink = new WriterStream(encoded);
        using Stream stream = encoding == "gzip" ? new GZipStream(sink, CompressionLevel.Fastest) : new ZLibStream(sink, CompressionLevel.Fastest);
        stream.Write(plain.Span);
        return encoded;
    }

    /// <summary>The encoding asked for by name with a weight above 0; <c>*</c> asks for nothing in particular.</summary>
    private static string? Encoding(HttpRequest request)
    {
        string? deflate = null;
        foreach (var part in request.Headers.AcceptEncoding.ToString().Split(',', StringSplitOptions.TrimEntries))
        {
            var name = part.AsSpan();
            var semicolon = name.IndexOf(';');
            if (semicolon >= 0)
            {
                if (IsRefused(name[(semicolon + 1)..]))
                    continue;
                name = name[..semicolon].TrimEnd();
            }

            if (name.Equals("gzip", StringComparison.OrdinalIgnoreCase))
                return "gzip";
            if (name.Equals("deflate", StringComparison.OrdinalIgnoreCase))
                deflate = "deflate";
        }

        return deflate;
    }

    private static bool IsRefused(ReadOnlySpan<char> weight)
    {
        weight = weight.Trim();
        return weight.StartsWith("q=", StringComparison.OrdinalIgnoreCase)
            && double.TryParse(weight[2..], CultureInfo.InvariantCulture, out var q) && q <= 0;
    }
}
