using System.Text.Json.Nodes;
using InferenceHost.Publishing;

namespace InferenceHost.Protocols.OpenApi;

/// <summary>The calls of a namespace's file API. A group may have groups within: its slashes are then part of <c>group</c>.</summary>
internal static class FileOperations
{
    public static JsonObject OfGroup(PublishedFiles files, JsonArray security) => new()
    {
        ["parameters"] = Parameters("box", "group"),
        ["get"] = Operation(files, security, "list", "What is in a group", "200", "Groups and files, a page at a time", hasAnswer: true),
        ["delete"] = Operation(files, security, "delete_group", "Remove a group", "204", "Removed"),
    };

    public static JsonObject OfFile(PublishedFiles files, JsonArray security)
    {
        var upload = Operation(files, security, "upload", "Store a file", "201", "Stored");
        upload["requestBody"] = new JsonObject { ["required"] = true, ["content"] = new JsonObject { [ContentTypes.Binary] = new JsonObject() } };
        return new JsonObject
        {
            ["parameters"] = Parameters("box", "group", "file"),
            ["get"] = Operation(files, security, "link", "A link to read a file by; with ?download a redirect to it", "200", "The link, size, etag and time", hasAnswer: true),
            ["post"] = upload,
            ["put"] = Operation(files, security, "upload_link", "A link to PUT a file to", "201", "The link", hasAnswer: true),
            ["delete"] = Operation(files, security, "delete", "Remove a file", "204", "Removed"),
        };
    }

    private static JsonObject Operation(PublishedFiles files, JsonArray security, string id, string summary, string status, string answer, bool hasAnswer = false)
    {
        var success = new JsonObject { ["description"] = answer };
        if (hasAnswer)
            success["content"] = new JsonObject { [ContentTypes.Json] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "object" } } };
        return new JsonObject
        {
            ["operationId"] = $"{id}_{files.Namespace}_files",
            ["summary"] = summary,
            ["tags"] = new JsonArray(files.Namespace),
            ["security"] = security.DeepClone(),
            ["responses"] = ErrorResponses.AddOfFiles(new JsonObject { [status] = success }),
        };
    }

    private static JsonArray Parameters(params string[] names) => new([.. names.Select(name => new JsonObject
    {
        ["name"] = name,
        ["in"] = "path",
        ["required"] = true,
        ["schema"] = new JsonObject { ["type"] = "string" },
    })]);
}
