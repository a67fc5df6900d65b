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
        // what curl -F and forms of pages send would be stored with the form's own lines around it, and its caller would learn of it when it is read
        if (http.ContentType?.TrimStart().StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) == true)
            return (null, new InferenceError(ErrorCode.UnsupportedMediaType, "expected the file itself as the body, found a form: with curl, --data-binary @file in place of -F"));
        if (EntityTags.ReadPutOptions(http.Headers, http.ContentLength) is not { } options)
            return (null, new InferenceError(ErrorCode.MalformedRequest, "expected one ETag in If-Match, or '*' in If-None-Match, and not both"));
        var outcome = await request.Store.PutAsync(path, http.Body, options, request.Stop);
        if (!outcome.TryGet(out var entry, out var error))
            return (null, request.Fail(error));
        request.Call.Response.Headers.ETag = EntityTags.Quote(entry.ETag);
        return (entry, null);
    }
}
