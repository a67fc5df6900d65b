using System.Text.Json.Nodes;

namespace Inference.Cluster;

/// <summary>How an object is deleted.</summary>
public sealed record DeleteOptions
{
    /// <summary>Whatever it is, dependents in the background.</summary>
    public static DeleteOptions Default { get; } = new();

    /// <summary>Another object of the same name is left alone, and is a conflict.</summary>
    public string? Uid { get; init; }

    /// <summary>An object that has changed since is left alone, and is a conflict.</summary>
    public string? ResourceVersion { get; init; }

    public Propagation Propagation { get; init; } = Propagation.Background;

    /// <summary>Null for the object's own.</summary>
    public int? GracePeriodSeconds { get; init; }

    internal JsonObject ToJson()
    {
        var json = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "DeleteOptions", ["propagationPolicy"] = Propagation.ToString() };
        if (GracePeriodSeconds is { } seconds)
            json["gracePeriodSeconds"] = seconds;
        var preconditions = new JsonObject();
        if (Uid is not null)
            preconditions["uid"] = Uid;
        if (ResourceVersion is not null)
            preconditions["resourceVersion"] = ResourceVersion;
        if (preconditions.Count > 0)
            json["preconditions"] = preconditions;
        return json;
    }
}
