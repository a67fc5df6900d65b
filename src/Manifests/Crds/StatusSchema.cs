using System.Text.Json.Nodes;

namespace Inference.Manifests.Crds;

/// <summary>What the controller says about an object, the same for all kinds. Nothing else may stand there.</summary>
internal static class StatusSchema
{
    public static JsonObject Write() => Object("What became of it; written by the controller.", new JsonObject
    {
        ["observedGeneration"] = Integer("int64", "The generation of the object that this is about."),
        ["state"] = Text("In one word."),
        ["message"] = Text("What there is to know or to do."),
        ["url"] = Text("Where it is called."),
        ["model"] = Text("The digest of the model that serves."),
        ["replicas"] = Integer("int32", "Pods there are."),
        ["readyReplicas"] = Integer("int32", "Pods that serve."),
        ["conditions"] = Conditions(),
    });

    private static JsonObject Conditions()
    {
        var status = Text("Whether it is so.");
        status["enum"] = new JsonArray("True", "False", "Unknown");
        var time = Text("Since when the status is what it is.");
        time["format"] = "date-time";
        var condition = Object("One thing that is or is not so.", new JsonObject
        {
            ["type"] = Text("Which."),
            ["status"] = status,
            ["reason"] = Text("Why, in one word."),
            ["message"] = Text("Why, and what to do."),
            ["lastTransitionTime"] = time,
            ["observedGeneration"] = Integer("int64", "The generation of the object that this is about."),
        });
        condition["required"] = new JsonArray("type", "status");
        return new JsonObject
        {
            ["description"] = "What is and is not so.",
            ["type"] = "array",
            ["x-kubernetes-list-type"] = "map",
            ["x-kubernetes-list-map-keys"] = new JsonArray("type"),
            ["items"] = condition,
        };
    }

    private static JsonObject Object(string description, JsonObject properties)
        => new() { ["description"] = description, ["type"] = "object", ["properties"] = properties };

    private static JsonObject Text(string description) => new() { ["description"] = description, ["type"] = "string" };

    private static JsonObject Integer(string format, string description)
        => new() { ["description"] = description, ["type"] = "integer", ["format"] = format };
}
