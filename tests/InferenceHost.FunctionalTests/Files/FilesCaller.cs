using System.Text;
using System.Text.Json;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Files;

/// <summary>What Bob asks a file API.</summary>
internal static class FilesCaller
{
    // what hosts say in links: the name that requests come by
    private const string Ours = "http://localhost/";

    /// <summary>A request of Bob's to a path of the file API, box and all.</summary>
    public static Task<RawResponse> AskAsync(this IFilesHost files, string method, string path, string body = "") =>
        files.Host.AskFilesAsync(method, path, body);

    public static Task<RawResponse> AskFilesAsync(this HostProcess host, string method, string path, string body = "") =>
        OfBob(method, path, body).SendAsync(host.PublicUrl);

    public static RawRequest OfBob(string method, string path, string body = "") =>
        new RawRequest(method, $"/tests/files/{path}") { Body = Encoding.UTF8.GetBytes(body) }.As(FilesHost.Bob, FilesHost.Password);

    /// <summary>A request by a signed link, sent to whomever it leads to as it stands in the answer: nothing is decoded or put right on the way.</summary>
    public static Task<RawResponse> FollowAsync(this HostProcess host, string method, string link, string body = "", params (string Name, string Value)[] headers)
    {
        var pathStart = link.IndexOf('/', link.IndexOf("://", StringComparison.Ordinal) + 3);
        var authority = link[(link.IndexOf("://", StringComparison.Ordinal) + 3)..pathStart];
        var request = new RawRequest(method, link[pathStart..]) { Body = Encoding.UTF8.GetBytes(body), Headers = [("Host", authority), .. headers] };
        return request.SendAsync(link.StartsWith(Ours, StringComparison.Ordinal) ? host.PublicUrl : new Uri(link));
    }

    public static async Task<RawResponse> DownloadAsync(this HostProcess host, string path)
    {
        var redirect = await host.AskFilesAsync("GET", path + "?download");
        redirect.Status.ShouldBe(307, redirect.Text);
        return (await host.FollowAsync("GET", redirect.Header("Location")!)).ShouldBeOk();
    }

    /// <summary>The link in an answer to GET or PUT.</summary>
    public static string Link(this RawResponse answer) =>
        (answer.Json.TryGetProperty("presigned_get_url", out var link) ? link : answer.Json.GetProperty("presigned_put_url")).GetString()!;

    public static string?[] Names(this JsonElement group) => [.. group.GetProperty("files").EnumerateArray().Select(file => file.GetProperty("name").GetString())];
}
