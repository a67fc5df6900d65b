using System.Globalization;
using System.Text.Json;
using Inference.Boxes;
using Inference.Contracts;
using InferenceHost.Files;

namespace InferenceHost.Protocols.Transfers;

/// <summary>What callers do with a group of files of theirs, or with all that they have in a box.</summary>
internal static class GroupCalls
{
    private const string NextField = "next";
    private const string LimitField = "limit";

    /// <summary>Null once it is answered.</summary>
    public static async ValueTask<InferenceError?> ServeAsync(FileRequest request)
    {
        if (!request.Part.TryFind(request.Target.Group, out var group, out var tooLong))
            return request.Fail(tooLong!);
        if (Methods.IsGet(request.Call))
            return await ListAsync(request, group);
        var isBox = request.Target.Kind == FileTargetKind.Box;
        if (!isBox && HttpMethods.IsDelete(request.Call.Request.Method))
            return await DeleteAsync(request, group);
        request.Call.Response.Headers.Allow = isBox ? "GET, HEAD" : "GET, HEAD, DELETE";
        return new InferenceError(
            ErrorCode.MethodNotAllowed,
            isBox ? "a box as a whole can only be listed: name a group or a file" : "a group can be listed and removed; a file is named by several segments, group/file, and no slash at the end");
    }

    private static async ValueTask<InferenceError?> ListAsync(FileRequest request, BoxPrefix group)
    {
        var query = request.Call.Request.Query;
        var size = BoxListing.LongestPage;
        if (query.TryGetValue(LimitField, out var limit)
            && !(int.TryParse(limit.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out size) && size is >= 1 and <= BoxListing.LongestPage))
            return InferenceError.At(ErrorCode.InvalidInput, LimitField, $"expected a number from 1 to {BoxListing.LongestPage}");
        var next = query[NextField].ToString();
        var listing = new BoxListing(group) { PageSize = size, Continuation = next.Length == 0 ? null : PageToken.Read(next) };
        if (next.Length > 0 && listing.Continuation is null)
            return InferenceError.At(ErrorCode.InvalidInput, NextField, "expected what the page before said");
        if (!(await request.Store.ListAsync(listing, request.Stop)).TryGet(out var page, out var error))
            return request.Fail(error);
        await JsonAnswer.SendAsync(request.Call, (request.Target.Group, page), static (json, answer) => Write(json, answer.Group, answer.page));
        return null;
    }

    private static void Write(Utf8JsonWriter json, BoxPrefix group, BoxPage page)
    {
        json.WriteStartObject();
        json.WriteString("group", group.Value.TrimEnd('/'));
        json.WriteStartArray("groups");
        foreach (var inner in page.Groups)
            json.WriteStringValue(inner.Name);
        json.WriteEndArray();
        json.WriteStartArray("files");
        foreach (var file in page.Files)
            EntryWriter.Write(json, file);
        json.WriteEndArray();
        if (page.Continuation is not null)
            json.WriteString(NextField, PageToken.Write(page.Continuation));
        json.WriteEndObject();
    }

    private static async ValueTask<InferenceError?> DeleteAsync(FileRequest request, BoxPrefix group)
    {
        if (await request.Store.DeleteAllAsync(group, request.Stop) is { } error)
            return request.Fail(error);
        EmptyAnswer.Send(request.Call, StatusCodes.Status204NoContent);
        return null;
    }
}
