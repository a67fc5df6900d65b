namespace Inference.Testing.Hosts;

/// <summary>How a host is started.</summary>
/// <param name="Source">A folder of manifests, or a bare model file.</param>
public sealed record HostStart(string Source)
{
    /// <summary>Options beyond the ports and the data folder.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>A program and its arguments that become the host, as of a container: the host's own follow.</summary>
    public IReadOnlyList<string> Before { get; init; } = [];

    /// <summary>On top of the tests' own environment, without what steers a host; null removes one.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>The caller's data folder; else one is made and removed again.</summary>
    public string? Data { get; init; }

    /// <summary>Whether the start is over once all components are ready, or as soon as the host listens.</summary>
    public bool UntilReady { get; init; } = true;

    /// <summary>How long the start may take, on a busy machine too.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(60);
}
