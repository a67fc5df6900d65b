namespace InferenceHost.Components;

/// <summary>What a component's manifest comes to on this host: paths resolved, defaults filled in. Compared by value: a changed spec is a reload.</summary>
internal sealed record ComponentSpec
{
    public required string Namespace { get; init; }

    public required string Name { get; init; }

    /// <summary>Where the model's file or folder lies on this machine, in its box.</summary>
    public required string ModelPath { get; init; }

    /// <summary>How a person puts the model there, for the status while it is missing.</summary>
    public required string ModelHint { get; init; }

    /// <summary>The folder that the model must not reach out of: the mounted part of the box.</summary>
    public required string MountRoot { get; init; }

    /// <summary>Loads it; equal where everything the adapter is told is equal.</summary>
    public required LoaderChoice Loader { get; init; }

    public required int Concurrency { get; init; }

    /// <summary>Requests that may wait beyond those that run.</summary>
    public required int QueueLength { get; init; }

    /// <summary>How long a request may wait for its turn; null for as long as its deadline.</summary>
    public TimeSpan? QueueTimeout { get; init; }

    public required TimeSpan RequestTimeout { get; init; }

    public bool WarmupEnabled { get; init; } = true;

    /// <summary>The inputs of the warm-up as the JSON text of a prediction's body; null to make some up.</summary>
    public string? WarmupBody { get; init; }

    /// <summary><c>namespace.name</c>.</summary>
    public string FullName => $"{Namespace}.{Name}";
}
