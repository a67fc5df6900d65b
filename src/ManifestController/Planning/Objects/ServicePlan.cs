using System.Text.Json.Nodes;

namespace ManifestController.Planning.Objects;

/// <summary>The Service before the public ports. The internal ones are behind none.</summary>
internal static class ServicePlan
{
    public const int Port = 80;

    public static DesiredObject Plan(Owner owner, string name) => owner.Own(Kinds.Service, name, KeyValuePair.Create<string, JsonNode?>("spec", new JsonObject
    {
        ["selector"] = Labels.Selecting(owner.Label, owner.Name),
        ["ports"] = new JsonArray(To(HostPod.PublicPortName, Port), To(HostPod.GrpcPortName, HostPod.GrpcPort)),
    }));

    /// <summary>What programs of the cluster reach it by.</summary>
    public static string Url(string @namespace, string name) => $"http://{name}.{@namespace}.svc";

    private static JsonObject To(string name, int port) => new() { ["name"] = name, ["port"] = port, ["targetPort"] = name, ["protocol"] = "TCP" };
}
