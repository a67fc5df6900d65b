namespace Inference.Cluster.Tests.Leases;

/// <summary>Who has led, and whether two ever did at once.</summary>
internal sealed class Election
{
    private readonly Lock gate = new();
    private readonly HashSet<string> leading = [];
    private readonly List<string> terms = [];
    private bool wereTwo;

    public bool WereTwo
    {
        get
        {
            lock (gate)
                return wereTwo;
        }
    }

    /// <summary>Null where nobody leads.</summary>
    public string? Leader
    {
        get
        {
            lock (gate)
                return leading.SingleOrDefault();
        }
    }

    public IReadOnlyList<string> Terms
    {
        get
        {
            lock (gate)
                return [.. terms];
        }
    }

    public void Begin(string identity)
    {
        lock (gate)
        {
            wereTwo |= leading.Count > 0;
            leading.Add(identity);
            terms.Add(identity);
        }
    }

    public void End(string identity)
    {
        lock (gate)
            leading.Remove(identity);
    }
}
