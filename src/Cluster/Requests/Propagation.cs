namespace Inference.Cluster;

/// <summary>What becomes of the objects that a deleted one owns.</summary>
public enum Propagation
{
    /// <summary>They go after it.</summary>
    Background,

    /// <summary>It goes after them.</summary>
    Foreground,

    /// <summary>They stay.</summary>
    Orphan,
}
