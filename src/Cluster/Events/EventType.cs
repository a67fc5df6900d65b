namespace Inference.Cluster;

/// <summary>Whether somebody should look.</summary>
public enum EventType
{
    Normal,
    Warning,
}
