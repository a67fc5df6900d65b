using System.Text.Json.Nodes;

namespace Inference.ManifestController.Tests.Running;

/// <summary>Manifests of tests.</summary>
internal static class Samples
{
    private const string ApiVersion = "unified-platform.cs.hse.ru/v1";

    public static JsonObject Box(string @namespace, string name) =>
        Make("DataBox", @namespace, name, new JsonObject { ["s3DefaultStorage"] = new JsonObject { ["capacity"] = "1G" } });

    public static JsonObject Component(string @namespace, string name, string timeout) => Make("MLComponent", @namespace, name, new JsonObject
    {
        ["mlService"] = new JsonObject
        {
            ["inference"] = new JsonObject
            {
                ["model"] = new JsonObject { ["modelBox"] = "weights", ["modelPath"] = "/home/weights/model.onnx" },
                ["requestTimeout"] = timeout,
            },
        },
        ["connectedBoxes"] = new JsonArray(new JsonObject { ["name"] = "weights", ["path"] = "/home/weights", ["mountS3Box"] = new JsonObject { ["s3BoxName"] = "models" } }),
    });

    public static JsonObject Api(string @namespace, string component) => Make("APIComponent", @namespace, component + "-api", new JsonObject
    {
        ["mlComponent"] = new JsonObject { ["name"] = component },
        ["restfulApi"] = new JsonObject { ["path"] = component, ["auth"] = new JsonObject { ["anonymous"] = new JsonObject() } },
    });

    private static JsonObject Make(string kind, string @namespace, string name, JsonObject spec) => new()
    {
        ["apiVersion"] = ApiVersion,
        ["kind"] = kind,
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = @namespace },
        ["spec"] = spec,
    };
}
