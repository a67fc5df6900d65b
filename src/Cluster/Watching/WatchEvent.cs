namespace Inference.Cluster;

/// <summary>What a watch tells. In the order in which it happened, for one object; a change may be told twice.</summary>
public abstract record WatchEvent
{
    private WatchEvent()
    {
    }

    /// <summary>All there is, in place of all that was known: at first, and again whenever changes may have been missed.</summary>
    public sealed record Listed(IReadOnlyList<ClusterObject> Items) : WatchEvent;

    /// <summary>An object is new or has changed.</summary>
    public sealed record Changed(ClusterObject Object) : WatchEvent;

    /// <param name="Object">Its last state.</param>
    public sealed record Deleted(ClusterObject Object) : WatchEvent;

    /// <summary>The cluster cannot be asked now. What was known may be old; it is tried again, and a later event says that it went well.</summary>
    public sealed record Failed(ClusterError Error) : WatchEvent;
}
