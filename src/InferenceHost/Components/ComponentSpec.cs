using InferenceHost.Batching;

namespace InferenceHost.Components;

/// <summary>What a component's manifest comes to on this host: paths resolved, defaults filled in. Compared by value: a changed spec is a reload.</summary>
internal sealed record ComponentSpec
{
    public required string Namespace { get; init; }

    public required string Name { get; init; }

    /// <summary>The model's file or folder in its box; null where the code brings its own.</summary>
    public BoxFile? Model { get; init; }

    /// <summary>What must lie in its boxes before it can be loaded: the model, an assembly.</summary>
    public EquatableList<BoxFile> Needed { get; init; } = [];

    /// <summary>The parts of boxes that are mounted.</summary>
    public EquatableList<Mount> Mounts { get; init; } = [];

    /// <summary>Whether it is given all its mounts, each at its place below one root; else the model alone, with what the adapter finds that it needs beside it.</summary>
    public bool SeesMounts { get; init; }

    /// <summary>Null: the component takes and gives no files.</summary>
    public ExchangePlace? Exchange { get; init; }

    /// <summary>The folder whose code is watched where it lies; null where its code, if it has any, lies in its boxes.</summary>
    public string? CodeFolder { get; init; }

    /// <summary>A folder that is no code though it may lie in <see cref="CodeFolder"/>: the host's own, whose copies of boxes would otherwise count as changes.</summary>
    public string? HostFolder { get; init; }

    /// <summary>Environment variables of its own.</summary>
    public EquatableList<KeyValuePair<string, string>> Environment { get; init; } = [];

    /// <summary>Loads it; equal where everything the adapter is told is equal.</summary>
    public required LoaderChoice Loader { get; init; }

    public required int Concurrency { get; init; }

    /// <summary>Whether a quick run needs no slot: nobody said how many may run at once, and the slots only keep long runs from each other.</summary>
    public bool QuickRunsPass { get; init; }

    /// <summary>Requests that may wait beyond those that run.</summary>
    public required int QueueLength { get; init; }

    /// <summary>How long a request may wait for its turn; null for as long as its deadline.</summary>
    public TimeSpan? QueueTimeout { get; init; }

    /// <summary>Null: every request is run by itself.</summary>
    public BatchLimits? Batching { get; init; }

    public required TimeSpan RequestTimeout { get; init; }

    public bool WarmupEnabled { get; init; } = true;

    /// <summary>The inputs of the warm-up as the JSON text of a prediction's body; null to make some up.</summary>
    public string? WarmupBody { get; init; }

    /// <summary>A prediction's body that shows what one looks like, as JSON text; null to take the warm-up's.</summary>
    public string? ExampleBody { get; init; }

    /// <summary><c>namespace.name</c>.</summary>
    public string FullName => $"{Namespace}.{Name}";
}
