using System.Buffers;
using System.Globalization;
using Inference.Boxes;
using Inference.Contracts;

namespace InferenceHost.Protocols.Transfers;

/// <summary>A file on its way to a caller, piece by piece: never shown by a browser, only saved.</summary>
internal static class Download
{
    private const int BlockSize = 256 << 10;

    /// <summary>Null once it is sent. An error after the head was sent can only end the connection.</summary>
    public static async ValueTask<InferenceError?> SendAsync(FileRequest request, BoxPath path)
    {
        var headers = request.Call.Request.Headers;
        var range = RangeHeader.Read(headers.Range.ToString());
        var (content, isPart, error) = await OpenAsync(request, path, range, headers.IfRange.ToString());
        if (content is null)
        {
            if (error!.Code == BoxErrorCode.InvalidRange && (await request.Store.HeadAsync(path, request.Stop)).TryGet(out var entry, out _))
                request.Call.Response.Headers.ContentRange = $"bytes */{entry.Size.ToString(CultureInfo.InvariantCulture)}";
            return request.Fail(error);
        }

        await using (content)
        {
            try
            {
                await SendAsync(request, content, isPart);
                return null;
            }
            catch (BoxReadException e)
            {
                // what the head would have said of the file is not true of the answer in its place
                if (!request.Call.Response.HasStarted)
                    request.Call.Response.Clear();
                return request.Fail(e.Error);
            }
        }
    }

    /// <summary>The part asked for; the whole file where the part was only wanted of an older one.</summary>
    private static async ValueTask<(BoxContent? Content, bool IsPart, BoxError? Error)> OpenAsync(FileRequest request, BoxPath path, ByteRange? range, string ifRange)
    {
        // a date says less than an ETag, and is not looked at
        if (range is not null && ifRange.Length > 0)
        {
            var tag = EntityTags.Unquote(ifRange);
            var options = new GetOptions { Range = range, IfETag = tag };
            var same = tag is null ? default : await request.Store.GetAsync(path, options, request.Stop);
            if (tag is not null && same.TryGet(out var part, out _))
                return (part, true, null);
            if (tag is not null && same.Error!.Code != BoxErrorCode.PreconditionFailed)
                return (null, true, same.Error);
            range = null;
        }

        var outcome = await request.Store.GetAsync(path, new GetOptions { Range = range }, request.Stop);
        return outcome.TryGet(out var content, out var error) ? (content, range is not null, null) : (null, range is not null, error);
    }

    private static async ValueTask SendAsync(FileRequest request, BoxContent content, bool isPart)
    {
        var call = request.Call;
        var response = call.Response;
        var entry = content.Entry;
        response.Headers.ETag = EntityTags.Quote(entry.ETag);
        response.Headers.LastModified = entry.Modified.ToString("R", CultureInfo.InvariantCulture);
        response.Headers.CacheControl = "private, no-cache";
        if (EntityTags.IsKnown(call.Request.Headers, entry.ETag))
        {
            EmptyAnswer.Send(call, StatusCodes.Status304NotModified);
            return;
        }

        EmptyAnswer.Send(call, isPart ? StatusCodes.Status206PartialContent : StatusCodes.Status200OK);
        if (isPart)
            response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {content.Offset}-{content.Offset + content.Length - 1}/{entry.Size}");
        response.Headers.AcceptRanges = "bytes";
        response.Headers.ContentType = ContentTypes.Binary;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentDisposition = AttachmentName.HeaderOf(request.Target.File.Name);
        response.ContentLength = content.Length;
        if (HttpMethods.IsHead(call.Request.Method))
            return;
        await CopyAsync(content.Stream, response.Body, request.Stop);
    }

    private static async ValueTask CopyAsync(Stream from, Stream to, CancellationToken stop)
    {
        var block = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            int read;
            while ((read = await from.ReadAsync(block, stop)) > 0)
                await to.WriteAsync(block.AsMemory(0, read), stop);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }
}
