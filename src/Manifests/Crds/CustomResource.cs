using System.Text.Json.Nodes;
using Inference.Manifests.Documents;
using Inference.Manifests.Schemas;

namespace Inference.Manifests.Crds;

/// <summary>The definition of one kind.</summary>
internal sealed class CustomResource(KindDefinition kind, string shortName, params IReadOnlyList<PrinterColumn> columns)
{
    private const string Heading =
        "# Made of the records in src/Manifests (INFERENCE_UPDATE_GOLDEN=1 on the tests of Manifests.Tests/Crds writes it anew). Do not edit.\n";

    public static IReadOnlyList<CustomResource> All { get; } =
    [
        new(
            PlatformKinds.Component,
            "mlc",
            PrinterColumn.State,
            PrinterColumn.Url,
            new PrinterColumn("Model", "string", ".status.model", "The digest of the model that serves."),
            new PrinterColumn("Ready", "integer", ".status.readyReplicas", "Pods that serve."),
            PrinterColumn.Age,
            PrinterColumn.Message),
        new(
            PlatformKinds.Api,
            "apic",
            PrinterColumn.State,
            PrinterColumn.Url,
            new PrinterColumn("Component", "string", ".spec.mlComponent.name", "The MLComponent that is published."),
            PrinterColumn.Age,
            PrinterColumn.Message),
        new(
            PlatformKinds.Box,
            "box",
            PrinterColumn.State,
            new PrinterColumn("Capacity", "string", ".spec.s3DefaultStorage.capacity", "Bytes the box may hold."),
            PrinterColumn.Age,
            PrinterColumn.Message),
    ];

    public string FileName => Plural + ".yaml";

    private string Singular => kind.Kind.ToLowerInvariant();

    private string Plural => Singular is "databox" ? "databoxes" : Singular + "s";

    private string Name => $"{Plural}.{PlatformKinds.Group}";

    public string Write() => Heading + YamlText.Write(new JsonObject
    {
        ["apiVersion"] = "apiextensions.k8s.io/v1",
        ["kind"] = "CustomResourceDefinition",
        ["metadata"] = new JsonObject { ["name"] = Name },
        ["spec"] = new JsonObject
        {
            ["group"] = PlatformKinds.Group,
            ["scope"] = "Namespaced",
            ["names"] = new JsonObject
            {
                ["kind"] = kind.Kind,
                ["listKind"] = kind.Kind + "List",
                ["plural"] = Plural,
                ["singular"] = Singular,
                ["shortNames"] = new JsonArray(shortName),
                ["categories"] = new JsonArray("inference"),
            },
            ["versions"] = new JsonArray(Version()),
        },
    });

    public string WriteRules() => Heading + YamlText.Write(new JsonArray([.. RulePatch.Of(Root(), "/spec/versions/0/schema/openAPIV3Schema")]));

    private JsonObject Version() => new()
    {
        ["name"] = PlatformKinds.ApiVersion.Split('/')[1],
        ["served"] = true,
        ["storage"] = true,
        ["subresources"] = new JsonObject { ["status"] = new JsonObject() },
        ["additionalPrinterColumns"] = new JsonArray([.. columns.Select(column => column.ToJson())]),
        ["schema"] = new JsonObject { ["openAPIV3Schema"] = Root() },
    };

    // of metadata a definition may only restrict the name; the server itself knows the rest
    private JsonObject Root()
    {
        var root = kind.Schema.ToStructural();
        root["required"] = new JsonArray("spec");
        root["properties"]!["metadata"] = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject { ["name"] = Texts.Label.ToStructural() },
        };
        root["properties"]!["status"] = StatusSchema.Write();
        return root;
    }
}
