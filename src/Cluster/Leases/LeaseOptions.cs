namespace Inference.Cluster;

/// <summary>A lease that several replicas want, and how they share it.</summary>
/// <param name="Lease">The same for all of them.</param>
/// <param name="Identity">This one's own, never used by another process.</param>
public sealed record LeaseOptions(ObjectName Lease, string Identity)
{
    /// <summary>How long the others wait after they have seen the holder's last sign of life. Whole seconds.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How often the holder gives one, and the others look at most.</summary>
    public TimeSpan RenewEvery { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>After so long without one that was taken, the holder stops leading. Below <see cref="Duration"/> by the time that stopping takes.</summary>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromSeconds(10);
}
