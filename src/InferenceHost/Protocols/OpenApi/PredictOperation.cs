using System.Text.Json.Nodes;
using Inference.Contracts;
using InferenceHost.Protocols.Predict;
using InferenceHost.Publishing;

namespace InferenceHost.Protocols.OpenApi;

/// <summary>The <c>predict</c> call of an API.</summary>
internal static class PredictOperation
{
    public static JsonObject Of(PublishedApi api, JsonArray security)
    {
        var signature = api.Component.Current?.Signature ?? Signature.Unknown;
        var request = new JsonObject { ["schema"] = Request(signature) };
        if (RequestExample.Of(api.Component) is { } example)
            request["example"] = JsonNode.Parse(example);
        return new JsonObject
        {
            ["operationId"] = $"predict_{api.Namespace}_{api.Path}",
            ["summary"] = $"A prediction of {api.Component.Spec.Name}",
            ["description"] = signature.HasOpenInputs ? "The component says nothing of some or all of its inputs: what is given reaches it as it is." : "",
            ["tags"] = new JsonArray(api.Namespace),
            ["security"] = security,
            ["requestBody"] = new JsonObject { ["required"] = true, ["content"] = new JsonObject { [ContentTypes.Json] = request } },
            ["responses"] = ErrorResponses.AddTo(
                new JsonObject
                {
                    ["200"] = new JsonObject
                    {
                        ["description"] = "The outputs",
                        ["content"] = new JsonObject { [ContentTypes.Json] = new JsonObject { ["schema"] = Answer(signature) } },
                    },
                },
                !api.Access.IsOpen,
                api.Component.Spec.Exchange is not null),
        };
    }

    private static JsonObject Request(Signature signature) => new()
    {
        ["type"] = "object",
        ["required"] = new JsonArray("inputs"),
        ["properties"] = new JsonObject
        {
            ["parameters"] = new JsonObject
            {
                ["description"] = "Pairs of name and value, objects of name and value, or one object.",
                ["type"] = new JsonArray("array", "object", "null"),
            },
            ["inputs"] = TensorSchemas.List(signature.Inputs, signature.HasOpenInputs, isRequest: true),
            ["output_fields"] = new JsonObject
            {
                ["description"] = "Which outputs to give; all unless said.",
                ["type"] = new JsonArray("array", "null"),
                ["items"] = new JsonObject
                {
                    ["type"] = "object",
                    ["required"] = new JsonArray("name"),
                    ["properties"] = new JsonObject { ["name"] = OutputName(signature), ["datatype"] = new JsonObject { ["type"] = "string" } },
                },
            },
        },
    };

    private static JsonObject OutputName(Signature signature) => signature.HasOpenOutputs
        ? new JsonObject { ["type"] = "string" }
        : new JsonObject { ["enum"] = new JsonArray([.. signature.Outputs.Select(output => JsonValue.Create(output.Name))]) };

    private static JsonObject Answer(Signature signature) => new()
    {
        ["type"] = "object",
        ["required"] = new JsonArray("outputs"),
        ["properties"] = new JsonObject { ["outputs"] = TensorSchemas.List(signature.Outputs, signature.HasOpenOutputs, isRequest: false) },
    };
}
