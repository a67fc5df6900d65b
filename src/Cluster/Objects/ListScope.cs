namespace Inference.Cluster;

/// <summary>Which objects of a type are listed or watched.</summary>
public sealed record ListScope
{
    /// <summary>Everything.</summary>
    public static ListScope All { get; } = new();

    /// <summary>Null for all namespaces.</summary>
    public string? Namespace { get; init; }

    /// <summary>As for <c>kubectl -l</c>: <c>app=x,tier in (a,b)</c>.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>As for <c>kubectl --field-selector</c>: <c>metadata.name=x</c>.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>Objects hold apiVersion, kind and metadata only.</summary>
    public bool MetadataOnly { get; init; }

    /// <summary>Objects keep <c>metadata.managedFields</c>, which is often larger than the rest of them.</summary>
    public bool ManagedFields { get; init; }
}
