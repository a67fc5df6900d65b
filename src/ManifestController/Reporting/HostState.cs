namespace ManifestController.Reporting;

/// <summary>How what a Deployment runs is, in the words that a host has for it.</summary>
internal sealed record HostState
{
    /// <summary>The reason while there is no Deployment yet.</summary>
    public const string Creating = nameof(Creating);

    /// <summary><c>waiting</c>, <c>loading</c>, <c>ready</c> or <c>failed</c>.</summary>
    public required string State { get; init; }

    /// <summary>One word.</summary>
    public required string Reason { get; init; }

    /// <summary>For a person; empty where there is nothing to say.</summary>
    public string Message { get; init; } = "";

    /// <summary>Of the model that serves; null where none does.</summary>
    public string? Digest { get; init; }

    /// <summary>At least one pod serves.</summary>
    public bool IsAvailable { get; init; }

    /// <summary>All pods are of the newest version, and serve.</summary>
    public bool IsRolledOut { get; init; }

    /// <summary>The model is loaded; null where nobody has said.</summary>
    public bool? IsModelLoaded { get; init; }

    public long Replicas { get; init; }

    public long ReadyReplicas { get; init; }
}
