using System.Text.Json.Nodes;

namespace Inference.Manifests.Crds;

/// <summary>A column of what <c>kubectl get</c> prints.</summary>
internal sealed record PrinterColumn(string Name, string Type, string Path, string Description)
{
    public static readonly PrinterColumn State = new("State", "string", ".status.state", "What it is doing.");
    public static readonly PrinterColumn Url = new("URL", "string", ".status.url", "Where it is called.");
    public static readonly PrinterColumn Age = new("Age", "date", ".metadata.creationTimestamp", "Since it was made.");

    public static readonly PrinterColumn Message = new("Message", "string", ".status.message", "Why, and what to do.") { IsWide = true };

    /// <summary>Only with <c>-o wide</c>.</summary>
    public bool IsWide { get; private init; }

    public JsonObject ToJson()
    {
        var json = new JsonObject { ["name"] = Name, ["type"] = Type, ["jsonPath"] = Path, ["description"] = Description };
        if (IsWide)
            json["priority"] = 1;
        return json;
    }
}
