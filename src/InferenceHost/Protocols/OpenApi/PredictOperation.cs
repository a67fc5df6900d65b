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
        var content = new JsonObject { [ContentTypes.Json] = request };
        if (signature.HasOpenInputs || signature.Inputs.Any(input => input.Accepts(DataType.File)))
            content[ContentTypes.Form] = new JsonObject { ["schema"] = Form(signature) };
        return new JsonObject
        {
            ["operationId"] = $"predict_{api.Namespace}_{api.Path}",
            ["summary"] = $"A prediction of {api.Component.Spec.Name}",
            ["description"] = signature.HasOpenInputs ? "The component says nothing of some or all of its inputs: what is given reaches it as it is." : "",
            ["tags"] = new JsonArray(api.Namespace),
            ["security"] = security,
            ["requestBody"] = new JsonObject { ["required"] = true, ["content"] = content },
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

    /// <summary>The request as one part, and a part for each file; a FILE input's data is then the name of its part.</summary>
    private static JsonObject Form(Signature signature) => new()
    {
        ["type"] = "object",
        ["required"] = new JsonArray("request"),
        ["properties"] = new JsonObject { ["request"] = new JsonObject { ["type"] = "object", ["description"] = "As JSON; the data of a FILE input names the part that holds the file." } },
        ["additionalProperties"] = new JsonObject { ["type"] = "string", ["contentMediaType"] = ContentTypes.Binary, ["description"] = Files(signature) },
    };

    private static string Files(Signature signature) =>
        string.Join(", ", signature.Inputs.Where(input => input.Accepts(DataType.File)).Select(input => input.Name)) is { Length: > 0 } names ? $"A file, for {names}." : "A file.";

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
