using System.Globalization;
using System.IO.Pipelines;
using Inference.Contracts;
using InferenceHost.Admission;
using InferenceHost.Exchange;
using InferenceHost.Protocols.Forms;

namespace InferenceHost.Protocols;

/// <summary>Reads a whole body, undoing its encoding, never more of it than the limit. What was not encoded stays where the connection put it.</summary>
internal static class BodyReader
{
    private const int QuicklyRead = 32 << 10;

    /// <summary>The decoded body, owned by the caller; or why it could not be read.</summary>
    /// <param name="request">Whose body.</param>
    /// <param name="limit">Bytes, as sent and decoded.</param>
    /// <param name="life">When nobody waits for it any more.</param>
    /// <param name="uploads">Where files go that come beside it, in a form; null where it is the whole body.</param>
    public static async ValueTask<(BodyBuffer Body, InferenceError? Error)> ReadAsync(HttpRequest request, long limit, RequestLife life, UploadedFiles? uploads = null)
    {
        // offsets in a body have 32 bits
        limit = Math.Min(limit, Array.MaxLength);
        if (uploads is not null)
            return await FormReader.ReadAsync(request, uploads, limit, life);
        if (request.ContentLength > limit)
            return (default, TooLarge(limit));
        if (!BodyDecoder.TryFind(request.Headers.ContentEncoding, out var decoder, out var unknown))
            return (default, unknown);
        try
        {
            var (body, error) = await ReadAsync(request.BodyReader, limit, life.Token);

            // we are on the thread that took the body from its socket, and with it what else the socket says, such as that the caller left: what takes long is done on another
            if (error is null && (decoder is not null || body.Sequence.Length > QuicklyRead))
                await Task.Yield();
            if (error is not null || decoder is null)
                return (body, error);
            using (body)
                return decoder.Decode(body.Sequence, limit);
        }
        catch (Exception e) when (BodyFailure.Of(e, life) is not null)
        {
            return (default, BodyFailure.Of(e, life));
        }
    }

    public static InferenceError TooLarge(long limit) =>
        new(ErrorCode.BodyTooLarge, string.Create(CultureInfo.InvariantCulture, $"the body, as sent or decompressed, is over the limit of {limit} bytes"));

    private static async ValueTask<(BodyBuffer Body, InferenceError? Error)> ReadAsync(PipeReader reader, long limit, CancellationToken cancellationToken)
    {
        // grows with what really arrives and not with what the head says
        var counted = 0;
        try
        {
            while (true)
            {
                var result = await reader.ReadAsync(cancellationToken);
                var arrived = result.Buffer;
                var isTooLarge = arrived.Length > limit;
                var more = result.IsCompleted || isTooLarge ? 0 : (int)arrived.Length - counted;
                if (isTooLarge || (more > 0 && !BodyMemory.TryCount(more)))
                {
                    reader.AdvanceTo(arrived.End);
                    return (default, isTooLarge ? TooLarge(limit) : BodyMemory.Full);
                }

                counted += more;
                if (result.IsCompleted)
                {
                    var body = new BodyBuffer(reader, arrived, counted);
                    counted = 0;
                    return (body, null);
                }

                reader.AdvanceTo(arrived.Start, arrived.End);
            }
        }
        finally
        {
            if (counted > 0)
                BodyMemory.Discount(counted);
        }
    }
}
