using System.Text.Json;
using System.Text.Json.Nodes;
using global::ManifestController;
using global::ManifestController.Planning.Settings;

namespace Inference.ManifestController.Tests.Golden;

/// <summary>Settings of a case: what its <c>settings.yaml</c> says, over those of a plain installation.</summary>
internal static class GoldenSettings
{
    public static PlanSettings Read(string file)
    {
        var plain = new PlanSettings { HostImage = "registry.example/inference-host:1", Store = new StoreSettings("http://s3.example:9000", "boxes", "us-east-1", "inference-s3") };
        return File.Exists(file) ? ManifestJson.Convert(File.ReadAllText(file)).SelectMany(document => document.EnumerateObject()).Aggregate(plain, Apply) : plain;
    }

    private static PlanSettings Apply(PlanSettings settings, JsonProperty field) => field.Name switch
    {
        "imagePullPolicy" => settings with { ImagePullPolicy = field.Value.GetString()! },
        "imagePullSecrets" => settings with { ImagePullSecrets = [.. field.Value.EnumerateArray().Select(name => name.GetString()!)] },
        "store" => settings with { Store = null },
        "ingress" => settings with { Ingress = field.Value.ValueKind == JsonValueKind.Null ? null : Ingress(field.Value) },
        "trustedProxies" => settings with { TrustedProxies = field.Value.GetString()! },
        "runAs" => settings with { RunAs = new RunAs(field.Value.GetInt64(), field.Value.GetInt64()) },
        "boxDriver" => settings with { BoxDriver = new BoxDriver(JsonSerializer.Deserialize<JsonObject>(field.Value)!) },
        "oldest" => settings with { Autoscaler = Kinds.Autoscalers[^1], DisruptionBudget = Kinds.DisruptionBudgets[^1] },
        _ => throw new NotSupportedException($"{field.Name} is no setting of a case"),
    };

    private static IngressSettings Ingress(JsonElement fields) => new()
    {
        Class = Text(fields, "class"),
        Host = Text(fields, "host"),
        TlsSecret = Text(fields, "tlsSecret"),
        Annotations = fields.TryGetProperty("annotations", out var annotations) ? annotations.EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value.GetString()!) : [],
    };

    private static string? Text(JsonElement fields, string name) => fields.TryGetProperty(name, out var value) ? value.GetString() : null;
}
