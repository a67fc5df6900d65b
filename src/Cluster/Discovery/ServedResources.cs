namespace Inference.Cluster;

/// <summary>What a cluster serves. Immutable.</summary>
public sealed class ServedResources
{
    private readonly Dictionary<(string ApiVersion, string Plural), ResourceType> served = [];
    private readonly Dictionary<(string Group, string Plural), ResourceType> preferred = [];

    /// <param name="types">The preferred version of a group first.</param>
    internal ServedResources(IEnumerable<ResourceType> types, IReadOnlyList<string> unanswered)
    {
        foreach (var type in types)
        {
            served.TryAdd((type.ApiVersion, type.Plural), type);
            preferred.TryAdd((type.Group, type.Plural), type);
        }

        Unanswered = unanswered;
    }

    /// <summary>Groups with their version whose server did not answer, which happens while an extension of the cluster is away.</summary>
    public IReadOnlyList<string> Unanswered { get; }

    public IReadOnlyCollection<ResourceType> All => served.Values;

    /// <summary>In that version.</summary>
    public bool Has(ResourceType type) => served.ContainsKey((type.ApiVersion, type.Plural));

    /// <summary>In the version that the cluster prefers, of those that have it; null where none has.</summary>
    public ResourceType? Find(string group, string plural) => preferred.GetValueOrDefault((group, plural));

    /// <summary>The first of them that is served; null where none is.</summary>
    public ResourceType? First(params ReadOnlySpan<ResourceType> candidates)
    {
        foreach (var candidate in candidates)
        {
            if (Has(candidate))
                return candidate;
        }

        return null;
    }
}
