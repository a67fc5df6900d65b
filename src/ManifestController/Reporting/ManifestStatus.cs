namespace ManifestController.Reporting;

/// <summary>What the status of a manifest is to say.</summary>
internal sealed record ManifestStatus
{
    /// <summary>As a host has it: <c>waiting</c>, <c>loading</c>, <c>ready</c>, <c>failed</c> or <c>not-served</c>.</summary>
    public required string State { get; init; }

    public string Message { get; init; } = "";

    /// <summary>Where it is called; null where it is not.</summary>
    public string? Url { get; init; }

    /// <summary>The first digits of the digest of the model that serves.</summary>
    public string? Model { get; init; }

    public long? Replicas { get; init; }

    public long? ReadyReplicas { get; init; }

    public IReadOnlyList<ManifestCondition> Conditions { get; init; } = [];
}
