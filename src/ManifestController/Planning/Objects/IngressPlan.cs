using System.Text.Json.Nodes;
using ManifestController.Planning.Settings;

namespace ManifestController.Planning.Objects;

/// <summary>The way to one published API from outside of the cluster.</summary>
internal static class IngressPlan
{
    /// <param name="owner">The API.</param>
    /// <param name="path">What its URLs begin with.</param>
    /// <param name="service">The Service behind it.</param>
    /// <param name="settings">Class, host and certificate.</param>
    public static DesiredObject Plan(Owner owner, string path, string service, IngressSettings settings)
    {
        var rule = new JsonObject
        {
            ["http"] = new JsonObject
            {
                ["paths"] = new JsonArray(new JsonObject
                {
                    ["path"] = path,
                    ["pathType"] = "Prefix",
                    ["backend"] = new JsonObject
                    {
                        ["service"] = new JsonObject { ["name"] = service, ["port"] = new JsonObject { ["name"] = HostPod.PublicPortName } },
                    },
                }),
            },
        };
        if (settings.Host is not null)
            rule["host"] = settings.Host;
        var spec = new JsonObject { ["rules"] = new JsonArray(rule) };
        if (settings.Class is not null)
            spec["ingressClassName"] = settings.Class;
        if (settings.TlsSecret is not null)
            spec["tls"] = new JsonArray(Tls(settings.Host, settings.TlsSecret));
        var ingress = owner.Own(Kinds.Ingress, ObjectNames.OfApi(owner.Name), KeyValuePair.Create<string, JsonNode?>("spec", spec));
        if (settings.Annotations.Count > 0)
            ingress.Body["metadata"]!["annotations"] = new JsonObject(settings.Annotations.Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, pair.Value)));
        return ingress;
    }

    private static JsonObject Tls(string? host, string secret)
    {
        var tls = new JsonObject { ["secretName"] = secret };
        if (host is not null)
            tls["hosts"] = new JsonArray(host);
        return tls;
    }
}
