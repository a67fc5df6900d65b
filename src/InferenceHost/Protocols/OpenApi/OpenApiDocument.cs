using System.Text.Json.Nodes;
using InferenceHost.Publishing;

namespace InferenceHost.Protocols.OpenApi;

/// <summary>
/// What published APIs take and give, in OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.1). Made from the signatures of the models that serve now; of an API whose model is
/// not loaded it says only what all have in common.
/// </summary>
internal sealed class OpenApiDocument
{
    private readonly JsonObject paths = [];
    private readonly JsonObject schemes = [];

    /// <summary>An API's calls.</summary>
    public void Add(PublishedApi api)
    {
        var security = Security(api.Access);
        paths[api.Url + "/predict"] = new JsonObject { ["post"] = PredictOperation.Of(api, security) };
        var model = $"{api.Url}/v2/models/{api.Component.Spec.Name}";
        paths[model] = new JsonObject { ["get"] = InferOperation.Metadata(api, security) };
        paths[model + "/infer"] = new JsonObject { ["post"] = InferOperation.Of(api, security) };
    }

    /// <summary>A namespace's files.</summary>
    public void Add(PublishedFiles files)
    {
        var group = $"/{files.Namespace}/files/{{box}}/{{group}}";
        paths[group] = FileOperations.OfGroup(files, Security(files.Access));
        paths[group + "/{file}"] = FileOperations.OfFile(files, Security(files.Access));
    }

    /// <summary>The whole document.</summary>
    /// <param name="title">What is described.</param>
    /// <param name="server">The URL that paths begin at.</param>
    public JsonObject Finish(string title, string server)
    {
        var components = new JsonObject
        {
            ["schemas"] = new JsonObject { [TensorSchemas.AnyTensor] = TensorSchemas.Any(), [ErrorResponses.Problem] = ErrorResponses.Schema() },
        };
        if (schemes.Count > 0)
            components["securitySchemes"] = schemes;
        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject { ["title"] = title, ["version"] = "1" },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = server }),
            ["paths"] = paths,
            ["components"] = components,
        };
    }

    private JsonArray Security(ApiAccess access) => access.IsOpen ? [] : Scheme(access.Users is not null ? "basic" : "bearer");

    private JsonArray Scheme(string name)
    {
        schemes[name] = new JsonObject { ["type"] = "http", ["scheme"] = name };
        return [new JsonObject { [name] = new JsonArray() }];
    }
}
