using System.Text.Json.Nodes;
using InferenceHost.Publishing;

namespace InferenceHost.Protocols.OpenApi;

/// <summary>The calls of the Open Inference Protocol that an API has for its model. Their bodies are told by that protocol's own documents; here stands what they have in common.</summary>
internal static class InferOperation
{
    public static JsonObject Of(PublishedApi api, JsonArray security) => new()
    {
        ["operationId"] = $"infer_{api.Namespace}_{api.Path}",
        ["summary"] = $"Inference by {api.Component.Spec.Name} (Open Inference Protocol)",
        ["tags"] = new JsonArray(api.Namespace),
        ["security"] = security.DeepClone(),
        ["requestBody"] = new JsonObject
        {
            ["required"] = true,
            ["content"] = new JsonObject { [ContentTypes.Json] = new JsonObject { ["schema"] = Body("inputs") } },
        },
        ["responses"] = new JsonObject
        {
            ["200"] = Answer("The outputs", Body("outputs")),
            ["default"] = Answer("What went wrong", new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { ["error"] = new JsonObject { ["type"] = "string" } } }),
        },
    };

    /// <summary>What the model takes and gives.</summary>
    public static JsonObject Metadata(PublishedApi api, JsonArray security) => new()
    {
        ["operationId"] = $"metadata_{api.Namespace}_{api.Path}",
        ["summary"] = $"What {api.Component.Spec.Name} takes and gives (Open Inference Protocol)",
        ["tags"] = new JsonArray(api.Namespace),
        ["security"] = security.DeepClone(),
        ["responses"] = new JsonObject { ["200"] = Answer("The model's metadata", new JsonObject { ["type"] = "object" }) },
    };

    private static JsonObject Answer(string description, JsonObject schema) => new()
    {
        ["description"] = description,
        ["content"] = new JsonObject { [ContentTypes.Json] = new JsonObject { ["schema"] = schema } },
    };

    private static JsonObject Body(string tensors) => new()
    {
        ["type"] = "object",
        ["required"] = new JsonArray(tensors),
        ["properties"] = new JsonObject
        {
            ["id"] = new JsonObject { ["type"] = "string" },
            ["parameters"] = new JsonObject { ["type"] = "object" },
            [tensors] = new JsonObject
            {
                ["type"] = "array",
                ["items"] = new JsonObject
                {
                    ["type"] = "object",
                    ["required"] = new JsonArray("name", "datatype", "shape"),
                    ["properties"] = new JsonObject
                    {
                        ["name"] = new JsonObject { ["type"] = "string" },
                        ["datatype"] = new JsonObject { ["type"] = "string" },
                        ["shape"] = new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "integer", ["minimum"] = 0 } },
                        ["data"] = new JsonObject { ["type"] = "array" },
                        ["parameters"] = new JsonObject { ["type"] = "object" },
                    },
                },
            },
        },
    };
}
