using Inference.Boxes;
using Inference.Contracts;

namespace InferenceHost.Protocols.Transfers;

/// <summary>
/// A body on its way into a box, piece by piece; a file of that name is there when all of it has come, and what breaks off leaves nothing. Its size is
/// bounded by the box's capacity, and its duration by the server's least data rate.
/// </summary>
internal static class Upload
{
    /// <summary>What was stored, or why nothing was.</summary>
    public static async ValueTask<(BoxEntry? Entry, InferenceError? Error)> StoreAsync(FileRequest request, BoxPath path)
    {
        var http = request.Call.Request;
        if (http.Headers.ContentEncoding is { Count: > 0 } encoding && !encoding.ToString().Equals("identity", StringComparison.OrdinalIgnoreCase))
            return (null, new InferenceError(ErrorCode.UnsupportedMediaType, "a file is stored as it is sent: send it without Content-Encoding"));
        if (EntityTags.ReadPutOptions(http.Headers, http.ContentLength) is not { } options)
            return (null, new InferenceError(ErrorCode.MalformedRequest, "expected one ETag in If-Match, or '*' in If-None-Match, and not both"));
        var outcome = await request.Store.PutAsync(path, http.Body, options, request.Stop);
        if (!outcome.TryGet(out var entry, out var error))
            return (null, request.Fail(error));
        request.Call.Response.Headers.ETag = EntityTags.Quote(entry.ETag);
        return (entry, null);
    }
}
