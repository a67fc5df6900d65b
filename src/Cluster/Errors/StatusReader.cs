using System.Net;
using System.Text.Json;

namespace Inference.Cluster;

/// <summary>Failures from what an API server answers: a <c>metav1.Status</c>, or whatever a proxy before it says.</summary>
internal static class StatusReader
{
    private const int Shown = 2000;

    /// <param name="asked">The request, as a person would say it.</param>
    /// <param name="body">May be anything.</param>
    public static ClusterError Read(HttpStatusCode status, TimeSpan? retryAfter, ReadOnlyMemory<byte> body, string asked)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.TextAt("kind") == "Status")
                return Read(document.RootElement, (int)status, retryAfter, asked);
        }
        catch (JsonException)
        {
            // not the API server's own answer
        }

        return new ClusterError(CodeOf((int)status, ""), $"{asked}: the server answered {(int)status}") { RetryAfter = retryAfter };
    }

    /// <summary>The status in an ERROR event of a watch.</summary>
    public static ClusterError Read(JsonElement status, string asked) => Read(status, (int)status.NumberAt("code"), retryAfter: null, asked);

    private static ClusterError Read(JsonElement status, int code, TimeSpan? retryAfter, string asked)
    {
        var details = status.ObjectAt("details");
        var message = status.TextAt("message");
        var seconds = details.NumberAt("retryAfterSeconds");
        return new ClusterError(CodeOf(code, status.TextAt("reason")), $"{asked}: {(message.Length > 0 ? Cut(message) : $"the server answered {code}")}")
        {
            RetryAfter = retryAfter ?? (seconds is > 0 and < int.MaxValue ? TimeSpan.FromSeconds(seconds) : null),
            Causes = [.. details.ItemsAt("causes").Select(cause => (cause.TextAt("field"), cause.TextAt("message")))],
        };
    }

    private static ClusterErrorCode CodeOf(int status, string reason) => (status, reason) switch
    {
        (_, "AlreadyExists") => ClusterErrorCode.AlreadyExists,
        (_, "Expired" or "Gone") or (410, _) => ClusterErrorCode.Gone,
        (_, "Timeout" or "ServerTimeout") or (504 or 408, _) => ClusterErrorCode.Timeout,
        (404, _) => ClusterErrorCode.NotFound,
        (409, _) => ClusterErrorCode.Conflict,
        (401, _) => ClusterErrorCode.Unauthorized,
        (403, _) => ClusterErrorCode.Forbidden,
        (429, _) => ClusterErrorCode.TooManyRequests,
        ( >= 500, _) => ClusterErrorCode.Unavailable,
        ( >= 400, _) => ClusterErrorCode.Invalid,
        _ => ClusterErrorCode.Malformed,
    };

    private static string Cut(string message) => message.Length <= Shown ? message : $"{message.AsSpan(0, Shown)}…";
}
