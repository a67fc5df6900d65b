using System.Globalization;
using System.IO.Compression;
using Inference.Contracts;
using Inference.Grpc.Messages;
using InferenceHost.Admission;

namespace InferenceHost.Protocols;

/// <summary>Sends what was gathered in a call's writer, encoded as the caller likes best.</summary>
internal static class AnswerSender
{
    private const int SmallestEncoded = 1400;

    // written at once: smaller ones cost an answer of some hundred kilobytes a fifth of its time
    private const int Piece = 256 << 10;

    // as long as a quarter of it would have in a stream of gRPC: some 900 bytes a second
    private static readonly TimeSpan PiecePatience = FlushPatience.Of(Piece / 4);

    /// <summary>Prepares for an error in place of an answer; false where nobody reads it any more, or the answer has already begun.</summary>
    public static bool TryBeginRefusal(HttpCall call, InferenceError error)
    {
        if (call.Response.HasStarted || error.Code == ErrorCode.CallerGone)
        {
            // nothing said would be taken for an empty answer of status 200
            call.Context.Abort();
            return false;
        }

        call.Writer.Clear();
        if ((error.RetryAfter ?? Soon(error.Code)) is { } delay)
            call.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(delay.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return true;
    }

    /// <summary>A model that comes back says so rarely with a time.</summary>
    private static TimeSpan? Soon(ErrorCode code) => code == ErrorCode.ModelNotReady ? TimeSpan.FromSeconds(1) : null;

    /// <param name="call">Whose writer holds the answer.</param>
    /// <param name="status">HTTP status.</param>
    /// <param name="contentType">Of the answer.</param>
    /// <param name="ticket">Of a prediction, to be told where its answer has to wait for its reader.</param>
    public static async ValueTask SendAsync(HttpCall call, int status, string contentType, Ticket? ticket = null)
    {
        var response = call.Response;
        response.StatusCode = status;
        response.Headers.ContentType = contentType;
        response.Headers["X-Request-Id"] = call.RequestId;
        response.Headers.XContentTypeOptions = "nosniff";
        var encoding = call.Writer.Length < SmallestEncoded ? null : Encoding(call.Request);
        if (encoding is not null)
        {
            using var encoded = Encode(call.Writer.Written, encoding);
            response.Headers.ContentEncoding = encoding;
            response.Headers.Append("Vary", "Accept-Encoding");
            call.Writer.Clear();
            await WriteAsync(call, encoded, ticket);
            return;
        }

        await WriteAsync(call, call.Writer, ticket);
    }

    private static async ValueTask WriteAsync(HttpCall call, PooledWriter body, Ticket? ticket)
    {
        call.Response.ContentLength = body.Length;
        var pipe = call.Response.BodyWriter;
        var left = body.Written;
        var writing = pipe.WriteAsync(left[..Math.Min(left.Length, Piece)]);
        if (left.Length <= Piece && writing.IsCompleted)
        {
            await writing;
            return;
        }

        using var waiting = new FlushPatience(TimeProvider.System, call.Context.Abort);
        while (true)
        {
            var holdsNoPlace = ticket?.LeavePlace(body.Length, needsModel: false) ?? true;
            await waiting.UntilTakenAsync(writing, holdsNoPlace ? PiecePatience : UnreadAnswers.PatienceInAPlace);
            left = left[Math.Min(left.Length, Piece)..];
            if (left.IsEmpty)
                return;
            writing = pipe.WriteAsync(left[..Math.Min(left.Length, Piece)]);
        }
    }

    private static PooledWriter Encode(ReadOnlyMemory<byte> plain, string encoding)
    {
        var encoded = new PooledWriter();
        using var sink = new WriterStream(encoded);
        using Stream stream = encoding == "gzip" ? new GZipStream(sink, CompressionLevel.Fastest) : new ZLibStream(sink, CompressionLevel.Fastest);
        stream.Write(plain.Span);
        return encoded;
    }

    /// <summary>
    /// The encoding asked for by name with the greatest weight (RFC 9110, 12.5.3), gzip where they are equal; null where the caller likes the plain bytes
    /// better. <c>*</c> asks for nothing in particular.
    /// </summary>
    internal static string? Encoding(HttpRequest request)
    {
        var (gzip, deflate, identity) = (0.0, 0.0, 0.0);
        foreach (var part in request.Headers.AcceptEncoding.ToString().Split(',', StringSplitOptions.TrimEntries))
        {
            var semicolon = part.IndexOf(';');
            var name = semicolon < 0 ? part : part.AsSpan(0, semicolon).TrimEnd();
            var weight = semicolon < 0 ? 1 : Weight(part.AsSpan(semicolon + 1));
            if (name.Equals("gzip", StringComparison.OrdinalIgnoreCase))
                gzip = weight;
            else if (name.Equals("deflate", StringComparison.OrdinalIgnoreCase))
                deflate = weight;
            else if (name.Equals("identity", StringComparison.OrdinalIgnoreCase))
                identity = weight;
        }

        var most = Math.Max(gzip, deflate);
        return most <= 0 || most < identity ? null : gzip >= deflate ? "gzip" : "deflate";
    }

    // what is no weight from 0 to 1 ("nan" too) counts as none given
    private static double Weight(ReadOnlySpan<char> parameter)
    {
        parameter = parameter.Trim();
        return parameter.StartsWith("q=", StringComparison.OrdinalIgnoreCase)
            && double.TryParse(parameter[2..], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var q) && q is >= 0 and <= 1 ? q : 1;
    }
}
