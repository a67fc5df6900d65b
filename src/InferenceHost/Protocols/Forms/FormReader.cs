using Inference.Contracts;
using InferenceHost.Admission;
using InferenceHost.Components;
using InferenceHost.Exchange;
using Microsoft.AspNetCore.WebUtilities;

namespace InferenceHost.Protocols.Forms;

/// <summary>
/// Reads a form (RFC 7578): the part <c>request</c> into memory, each other part straight into a file. The parts come in any order, so that a file is taken before it is
/// known whether an input means it; whether one does is <see cref="UploadedFiles.Check"/>'s.
/// </summary>
internal sealed class FormReader
{
    private const int ReadSize = 64 << 10;
    private readonly MultipartReader parts;
    private readonly UploadedFiles files;
    private readonly long requestLimit;
    private byte[]? request;
    private int requestLength;

    private FormReader(MultipartReader parts, UploadedFiles files, long requestLimit)
    {
        this.parts = parts;
        this.files = files;
        this.requestLimit = requestLimit;
    }

    /// <summary>The part that is the request, owned by the caller; or why the form could not be read.</summary>
    /// <param name="request">Whose body.</param>
    /// <param name="files">Where the files go.</param>
    /// <param name="requestLimit">Bytes of the part that is the request.</param>
    /// <param name="life">When nobody waits for it any more.</param>
    public static async ValueTask<(BodyBuffer Body, InferenceError? Error)> ReadAsync(HttpRequest request, UploadedFiles files, long requestLimit, RequestLife life)
    {
        if (!FormBoundary.TryRead(request.ContentType, out var boundary, out var bad))
            return (default, bad);
        if (request.Headers.ContentEncoding is { Count: > 0 } encoding && !encoding.ToString().Equals("identity", StringComparison.OrdinalIgnoreCase))
            return (default, new InferenceError(ErrorCode.UnsupportedMediaType, $"{ContentTypes.Form} is taken as it is sent: send it without Content-Encoding"));
        var parts = new MultipartReader(boundary, request.Body, ReadSize) { HeadersCountLimit = FormLimits.HeadLines, HeadersLengthLimit = FormLimits.HeadBytes };
        var reader = new FormReader(parts, files, requestLimit);
        var error = await reader.ReadAsync(boundary, life);
        if (error is null)
            return (new BodyBuffer(reader.request!, reader.requestLength), null);
        if (reader.request is not null)
            BodyMemory.Return(reader.request);
        return (default, error);
    }

    private async ValueTask<InferenceError?> ReadAsync(string boundary, RequestLife life)
    {
        try
        {
            return await ReadPartsAsync(life.Token);
        }
        catch (InvalidDataException e)
        {
            return new InferenceError(
                ErrorCode.MalformedRequest, $"the head of a part is no list of up to {FormLimits.HeadLines} headers in {FormLimits.HeadBytes} bytes: {Quoted.Clean(e.Message)}");
        }
        catch (IOException e) when (e.GetType() == typeof(IOException) && e.InnerException is null)
        {
            // the framework's reader says so, and nobody else: what befalls a connection has a type or a cause
            return new InferenceError(ErrorCode.MalformedRequest, $"the body ends before its last boundary: expected '--{boundary}--' after the last part");
        }
        catch (Exception e) when (BodyFailure.Of(e, life) is not null)
        {
            return BodyFailure.Of(e, life);
        }
    }

    private async ValueTask<InferenceError?> ReadPartsAsync(CancellationToken cancellationToken)
    {
        for (var i = 0; await parts.ReadNextSectionAsync(cancellationToken) is { } part; i++)
        {
            if (i == FormLimits.Parts)
                return TooLarge(i, $"over {FormLimits.Parts} parts");
            if (!PartHead.TryRead(part, i, out var head, out var bad))
                return bad;
            if (head.IsRequest ? request is not null : files.Has(head.Name))
                return InferenceError.At(ErrorCode.MalformedRequest, $"parts[{i}]", $"expected parts of different names, found a second {Quoted.Of(head.Name)}");
            if ((head.IsRequest ? await ReadRequestAsync(part.Body, i, cancellationToken) : await SaveAsync(part.Body, head, cancellationToken)) is { } error)
                return error;
        }

        return request is not null ? null : InferenceError.At(
            ErrorCode.MalformedRequest, "request", "expected a part named 'request' with the prediction's JSON, found none: with curl, -F 'request={\"inputs\":[…]}'");
    }

    private async ValueTask<InferenceError?> ReadRequestAsync(Stream part, int index, CancellationToken cancellationToken)
    {
        request = BodyMemory.Rent(ReadSize);
        int read;
        while ((read = await part.ReadAsync(request.AsMemory(requestLength), cancellationToken)) > 0)
        {
            requestLength += read;
            if (requestLength > requestLimit)
                return TooLarge(index, $"part 'request' is over the limit of {requestLimit} bytes");
            if (requestLength == request.Length && !BodyMemory.HasRoom)
                return BodyMemory.Full;
            request = Fit(request, requestLength, requestLength + 1);
        }

        return null;
    }

    /// <summary>Memory with room for what is needed and what is in it already, in place of the one given.</summary>
    private static byte[] Fit(byte[] memory, int used, int needed)
    {
        if (needed <= memory.Length)
            return memory;
        var larger = BodyMemory.Rent((int)Math.Min(Math.Max(needed, 2L * memory.Length), Array.MaxLength));
        memory.AsSpan(0, used).CopyTo(larger);
        BodyMemory.Return(memory);
        return larger;
    }

    private async ValueTask<InferenceError?> SaveAsync(Stream part, PartHead head, CancellationToken cancellationToken)
    {
        if (!files.Create(head.Name, head.Index, head.ContentType).TryGet(out var file, out var noRoom))
            return noRoom;
        var buffer = BodyMemory.Rent(ReadSize);
        try
        {
            int read;
            while ((read = await part.ReadAsync(buffer, cancellationToken)) > 0)
            {
                if ((noRoom = await files.WriteAsync(file, buffer.AsMemory(0, read), cancellationToken)) is not null)
                    return noRoom;
            }

            return null;
        }
        finally
        {
            await file.DisposeAsync();
            BodyMemory.Return(buffer);
        }
    }

    private static InferenceError TooLarge(int index, string message) => InferenceError.At(ErrorCode.BodyTooLarge, $"parts[{index}]", message);
}
