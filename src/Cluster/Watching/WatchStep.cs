namespace Inference.Cluster;

/// <summary>What one line of a watch's answer comes to, or its end.</summary>
/// <param name="Event">Null for what only moves on.</param>
/// <param name="Version">The state of the cluster after it; empty where it says none.</param>
/// <param name="Error">The watch is over, and this is why.</param>
/// <param name="Ended">The watch is over.</param>
internal readonly record struct WatchStep(WatchEvent? Event, string Version, ClusterError? Error, bool Ended)
{
    /// <summary>Over, as was agreed or without a word.</summary>
    public static WatchStep End { get; } = new(null, "", null, Ended: true);

    public static WatchStep Failure(ClusterError error) => new(null, "", error, Ended: true);
}
