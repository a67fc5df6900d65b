using System.Globalization;
using System.Text.Json.Nodes;
using Inference.Contracts;

namespace InferenceHost.Protocols.OpenApi;

/// <summary>The answers of the status table to what may go wrong, as OpenAPI responses.</summary>
internal static class ErrorResponses
{
    /// <summary>The name of the schema of problem documents.</summary>
    public const string Problem = "Problem";

    private static readonly ErrorCode[] OfPredictions =
    [
        ErrorCode.MalformedRequest, ErrorCode.InvalidInput, ErrorCode.UnsupportedMediaType, ErrorCode.BodyTooLarge, ErrorCode.BodyTooSlow, ErrorCode.RateLimited, ErrorCode.QueueFull,
        ErrorCode.ModelNotReady, ErrorCode.Draining, ErrorCode.DeadlineExceeded, ErrorCode.ModelFailed, ErrorCode.InvalidOutput,
    ];

    private static readonly ErrorCode[] OfUsers = [ErrorCode.Unauthenticated, ErrorCode.Forbidden, ErrorCode.IssuerUnreachable];

    private static readonly ErrorCode[] OfStores = [ErrorCode.StoreUnreachable, ErrorCode.StoreFull];

    /// <summary>Adds what a prediction may be answered with beside 200.</summary>
    /// <param name="responses">By status.</param>
    /// <param name="hasUsers">Whether callers are asked who they are.</param>
    /// <param name="hasFiles">Whether files come and go with it.</param>
    public static JsonObject AddTo(JsonObject responses, bool hasUsers, bool hasFiles)
    {
        IEnumerable<ErrorCode> codes = OfPredictions;
        if (hasUsers)
            codes = codes.Concat(OfUsers);
        if (hasFiles)
            codes = codes.Append(ErrorCode.FileNotFound).Concat(OfStores);
        return Add(responses, codes);
    }

    /// <summary>Adds what the file API may answer with beside its successes.</summary>
    public static JsonObject AddOfFiles(JsonObject responses) =>
        Add(responses, [.. OfUsers, .. OfStores, ErrorCode.RateLimited, ErrorCode.InvalidInput, ErrorCode.NotFound, ErrorCode.FileConflict, ErrorCode.PreconditionFailed]);

    /// <summary>The schema named <see cref="Problem"/> (RFC 9457).</summary>
    public static JsonObject Schema() => new()
    {
        ["type"] = "object",
        ["description"] = "What went wrong (RFC 9457).",
        ["required"] = new JsonArray("title", "status", "detail"),
        ["properties"] = new JsonObject
        {
            ["type"] = Text(),
            ["title"] = Text(),
            ["status"] = new JsonObject { ["type"] = "integer" },
            ["detail"] = Text(),
            ["request_id"] = Text(),
            ["errors"] = new JsonObject
            {
                ["type"] = "array",
                ["items"] = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { ["path"] = Text(), ["message"] = Text() } },
            },
        },
    };

    private static JsonObject Add(JsonObject responses, IEnumerable<ErrorCode> codes)
    {
        foreach (var row in codes.Select(StatusTable.Of).GroupBy(row => row.Http).OrderBy(rows => rows.Key))
        {
            responses[row.Key.ToString(CultureInfo.InvariantCulture)] = new JsonObject
            {
                ["description"] = string.Join("; ", row.Select(status => status.Title).Distinct()),
                ["content"] = new JsonObject
                {
                    [ContentTypes.Problem] = new JsonObject { ["schema"] = new JsonObject { ["$ref"] = "#/components/schemas/" + Problem } },
                },
            };
        }

        return responses;
    }

    private static JsonObject Text() => new() { ["type"] = "string" };
}
