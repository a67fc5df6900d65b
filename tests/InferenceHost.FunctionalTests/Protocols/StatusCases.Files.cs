using Inference.Contracts;
using Inference.InferenceHost.FunctionalTests.Files;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Protocols;

/// <summary>The table of the file API, and what its requests may fail with besides.</summary>
internal static partial class StatusCases
{
    private static IEnumerable<StatusCase> FileCalls() =>
    [
        File(1, "PUT file, no body", null, 201, rig => rig.FilesAsync("PUT", "users/rows/new")),
        File(1, "PUT file that is there", null, 200, rig => OnFileAsync(rig, "PUT", "users/rows/put")),
        File(1, "PUT file with a body", ErrorCode.MalformedRequest, 400, rig => rig.FilesAsync("PUT", "users/rows/body", "text")),
        File(2, "GET file", null, 200, rig => OnFileAsync(rig, "GET", "users/rows/get")),
        File(2, "GET file that is not there", ErrorCode.NotFound, 404, rig => rig.FilesAsync("GET", "users/rows/nothing")),
        File(3, "GET file ?download", null, 307, rig => OnFileAsync(rig, "GET", "users/rows/download", "?download")),
        File(3, "a download beyond the end", ErrorCode.RangeUnsatisfiable, 416, async rig =>
        {
            var redirected = await OnFileAsync(rig, "GET", "users/rows/range", "?download");
            return await rig.FilesPublicAsync(RawRequest.Get(new Uri(redirected.Header("Location")!).PathAndQuery).With("Range", "bytes=4-"));
        }) with { Header = ("Content-Range", "bytes */4") },
        File(3, "a link that was tampered with", ErrorCode.Forbidden, 403, async rig =>
        {
            var redirected = await OnFileAsync(rig, "GET", "users/rows/forged", "?download");
            return await rig.FilesPublicAsync(RawRequest.Get(new Uri(redirected.Header("Location")!).PathAndQuery.Replace("forged", "other")));
        }),
        File(4, "POST file with a body", null, 201, rig => rig.FilesAsync("POST", "users/rows/post", "text")),
        File(4, "POST where a group stands", ErrorCode.FileConflict, 409, async rig =>
        {
            await rig.FilesAsync("POST", "users/rows/group/file", "text");
            return await rig.FilesAsync("POST", "users/rows/group", "text");
        }),
        File(4, "POST only if it is not there", ErrorCode.PreconditionFailed, 412, async rig =>
        {
            await OnFileAsync(rig, "GET", "users/rows/once");
            return await rig.FilesPublicAsync(RawRequest.Post("/tests/files/users/rows/once", "text").As(FilesHost.Bob, FilesHost.Password).With("If-None-Match", "*"));
        }),
        File(4, "POST into a full box", ErrorCode.StoreFull, 507, rig => rig.FilesAsync("POST", "small/rows/large", new string('x', 2000))),
        File(4, "POST to a box that is not there", ErrorCode.NotFound, 404, rig => rig.FilesAsync("POST", "none/rows/file", "text")),
        File(4, "POST to a box without its folder", ErrorCode.StoreUnreachable, 502, rig => rig.FilesAsync("POST", "lost/rows/file", "text")),
        File(4, "POST to a store where nobody listens", ErrorCode.StoreUnreachable, 502, rig => rig.FilesAsync("POST", "gone/rows/file", "text")),
        File(5, "GET group", null, 200, rig => rig.FilesAsync("GET", "users/nobody-made-it/")),
        File(6, "DELETE file", null, 204, rig => OnFileAsync(rig, "DELETE", "users/rows/delete")),
        File(6, "DELETE group", null, 204, rig => OnFileAsync(rig, "DELETE", "users/removed/file", path: "users/removed")),
        File(6, "DELETE box", ErrorCode.MethodNotAllowed, 405, rig => rig.FilesAsync("DELETE", "users")) with { Header = ("Allow", "GET, HEAD") },
        File(6, "PUT on a group", ErrorCode.MethodNotAllowed, 405, rig => rig.FilesAsync("PUT", "users/rows")) with { Header = ("Allow", "GET, HEAD, DELETE") },
    ];

    private static StatusCase File(int line, string what, ErrorCode? code, int status, Func<StatusRig, Task<RawResponse>> provoke) =>
        new(Files, line, what, code, status) { Provoke = provoke };

    /// <summary>A request to a file that was just stored, or to <paramref name="path"/> instead.</summary>
    private static async Task<RawResponse> OnFileAsync(StatusRig rig, string method, string file, string query = "", string? path = null)
    {
        (await rig.FilesAsync("POST", file, "text")).Status.ShouldBe(201);
        return await rig.FilesAsync(method, (path ?? file) + query);
    }
}
