using System.Text.Json.Nodes;
using Inference.Cluster;

namespace ManifestController.Planning;

/// <summary>The manifest that objects are made for; the cluster removes them with it.</summary>
/// <param name="Type">MLComponent or APIComponent.</param>
/// <param name="Label">The label that leads back to it.</param>
/// <param name="Namespace">Of the manifest, and of all that is made for it.</param>
/// <param name="Name">Of the manifest.</param>
/// <param name="Uid">Of the manifest.</param>
internal sealed record Owner(ResourceType Type, string Label, string Namespace, string Name, string Uid)
{
    public static Owner Component(string @namespace, string name, string uid) => new(Kinds.Component, Labels.Component, @namespace, name, uid);

    public static Owner Api(string @namespace, string name, string uid) => new(Kinds.Api, Labels.Api, @namespace, name, uid);

    /// <summary>An object of ours, but for what is particular to its type.</summary>
    public DesiredObject Own(ResourceType type, string name, params ReadOnlySpan<KeyValuePair<string, JsonNode?>> fields)
    {
        var body = new JsonObject
        {
            ["apiVersion"] = type.ApiVersion,
            ["kind"] = type.Kind,
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["namespace"] = Namespace,
                ["labels"] = Labels.Of(Label, Name),
                ["ownerReferences"] = new JsonArray(new JsonObject
                {
                    ["apiVersion"] = Type.ApiVersion,
                    ["kind"] = Type.Kind,
                    ["name"] = Name,
                    ["uid"] = Uid,
                    ["controller"] = true,
                    ["blockOwnerDeletion"] = false,
                }),
            },
        };
        foreach (var (field, value) in fields)
            body[field] = value;
        return new DesiredObject(type, Namespace, name, body);
    }
}
