using System.Text.Json.Nodes;

namespace Inference.Manifests.Crds;

/// <summary>A column of what <c>kubectl get</c> prints.</summary>
internal sealed record PrinterColumn(string Name, string Type, string Path, string Description)
{
    public static readonly PrinterColumn State = new("State", "string", ".status.state", "What it is doing.");
    public static readonly PrinterColumn Url = new("URL", "string", ".status.url", "Where it is called.");
    public static readonly PrinterColumn Age = new("Age", "date", ".metadata.creationTimestamp", "Since it was made.");

    public JsonObject ToJson() => new() { ["name"] = Name, ["type"] = Type, ["jsonPath"] = Path, ["description"] = Description };
}
