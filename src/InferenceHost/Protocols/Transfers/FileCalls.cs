using Inference.Boxes;
using Inference.Contracts;
using InferenceHost.Files;

namespace InferenceHost.Protocols.Transfers;

/// <summary>What callers do with one file of theirs.</summary>
internal sealed class FileCalls(FileLinks links, Uri? publicUrl)
{
    private const string Allowed = "GET, HEAD, PUT, POST, DELETE";

    /// <summary>Null once it is answered.</summary>
    public async ValueTask<InferenceError?> ServeAsync(FileRequest request)
    {
        if (!request.Part.TryFind(request.Target.File, out var path, out var tooLong))
            return request.Fail(tooLong!);
        var method = request.Call.Request.Method;
        if (Methods.IsGet(request.Call))
            return await GetAsync(request, path);
        if (HttpMethods.IsPut(method))
            return await PutAsync(request, path);
        if (HttpMethods.IsPost(method))
            return await PostAsync(request, path);
        if (HttpMethods.IsDelete(method))
            return await DeleteAsync(request, path);
        request.Call.Response.Headers.Allow = Allowed;
        return new InferenceError(ErrorCode.MethodNotAllowed, $"a file takes {Allowed} only");
    }

    private async ValueTask<InferenceError?> GetAsync(FileRequest request, BoxPath path)
    {
        if (!(await request.Store.HeadAsync(path, request.Stop)).TryGet(out var entry, out var missing))
            return request.Fail(missing);
        if (!(await SignAsync(request, LinkMethod.Get)).TryGet(out var link, out var unsigned))
            return request.Fail(unsigned);
        if (request.Call.Request.Query.ContainsKey("download"))
        {
            request.Call.Response.Headers.Location = link.Url;
            EmptyAnswer.Send(request.Call, StatusCodes.Status307TemporaryRedirect);
            return null;
        }

        await JsonAnswer.SendAsync(request.Call, (link, entry), static (json, answer) =>
        {
            json.WriteStartObject();
            json.WriteString("presigned_get_url", answer.link.Url);
            EntryWriter.WriteMembers(json, answer.entry);
            json.WriteString("expires_at", answer.link.Expires);
            json.WriteEndObject();
        });
        return null;
    }

    private async ValueTask<InferenceError?> PutAsync(FileRequest request, BoxPath path)
    {
        if (request.Call.Request.ContentLength > 0 || request.Call.Request.Headers.TransferEncoding.Count > 0)
            return new InferenceError(ErrorCode.MalformedRequest, "PUT answers with a link to put the file to, and takes no body: send the body there, or POST it here");
        var found = await request.Store.HeadAsync(path, request.Stop);
        if (!found.TryGet(out _, out var error) && error.Code != BoxErrorCode.NotFound)
            return request.Fail(error);
        if (!(await SignAsync(request, LinkMethod.Put)).TryGet(out var link, out var unsigned))
            return request.Fail(unsigned);
        var status = error is null ? StatusCodes.Status200OK : StatusCodes.Status201Created;
        await JsonAnswer.SendAsync(
            request.Call,
            link,
            static (json, answer) =>
            {
                json.WriteStartObject();
                json.WriteString("presigned_put_url", answer.Url);
                json.WriteString("expires_at", answer.Expires);
                json.WriteEndObject();
            },
            status);
        return null;
    }

    private static async ValueTask<InferenceError?> PostAsync(FileRequest request, BoxPath path)
    {
        var (entry, error) = await Upload.StoreAsync(request, path);
        if (entry is null)
            return error;
        request.Call.Response.Headers.Location = FileLinks.UrlOf(request.Box.Plan.Namespace, request.Box.Plan.Name, request.Target.File);
        await JsonAnswer.SendAsync(request.Call, entry, EntryWriter.Write, StatusCodes.Status201Created);
        return null;
    }

    private static async ValueTask<InferenceError?> DeleteAsync(FileRequest request, BoxPath path)
    {
        if (!(await request.Store.HeadAsync(path, request.Stop)).TryGet(out _, out var missing))
            return request.Fail(missing);
        if (await request.Store.DeleteAsync(path, request.Stop) is { } error)
            return request.Fail(error);
        EmptyAnswer.Send(request.Call, StatusCodes.Status204NoContent);
        return null;
    }

    private Task<BoxOutcome<FileLink>> SignAsync(FileRequest request, LinkMethod method)
    {
        var (scheme, host) = request.Call.Address;
        var url = publicUrl?.AbsoluteUri.TrimEnd('/') ?? $"{scheme}://{(host.HasValue ? host.Value : LocalAddress(request.Call))}";
        return links.SignAsync(method, request.Box, request.User, request.Target.File, url);
    }

    // HTTP/1.0 has no Host
    private static string LocalAddress(HttpCall call)
    {
        var connection = call.Context.Connection;
        return new System.Net.IPEndPoint(connection.LocalIpAddress ?? System.Net.IPAddress.Loopback, connection.LocalPort).ToString();
    }
}
