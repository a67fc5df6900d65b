using System.Text.Json.Nodes;

namespace ManifestController.Planning.Objects;

/// <summary>The public ports for everybody, the internal one for the controller only. Policies add up: who scrapes metrics is let in by one of their own.</summary>
internal static class NetworkPolicyPlan
{
    public static DesiredObject Plan(Owner owner, string name) => owner.Own(Kinds.NetworkPolicy, name, KeyValuePair.Create<string, JsonNode?>("spec", new JsonObject
    {
        ["podSelector"] = new JsonObject { ["matchLabels"] = Labels.Selecting(owner.Label, owner.Name) },
        ["policyTypes"] = new JsonArray("Ingress"),
        ["ingress"] = new JsonArray(
            new JsonObject { ["ports"] = Ports(HostPod.PublicPortName, HostPod.GrpcPortName) },
            new JsonObject { ["ports"] = Ports(HostPod.InternalPortName), ["from"] = new JsonArray(Controller()) }),
    }));

    // in whatever namespace it was installed: the install manifests label that
    private static JsonObject Controller() => new()
    {
        ["namespaceSelector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app.kubernetes.io/part-of"] = "inference" } },
        ["podSelector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app.kubernetes.io/name"] = Labels.Controller } },
    };

    private static JsonArray Ports(params string[] names) => new([.. names.Select(static name => new JsonObject { ["port"] = name, ["protocol"] = "TCP" })]);
}
