namespace Inference.Contracts;

/// <summary>What a loader is told of the component it loads a model for. What only one adapter knows stands in that adapter's own options.</summary>
public sealed record ModelSource
{
    /// <summary><c>namespace.name</c>, for messages.</summary>
    public required string Component { get; init; }

    /// <summary>The model's file or folder: a private copy that nobody changes, which stays until the model is disposed of. Null where the component names no model.</summary>
    public string? ModelPath { get; init; }

    /// <summary>
    /// The folder that the component's container paths are mapped below: what the manifest mounts at <c>/home/ocr/weights</c> lies at <c>home/ocr/weights</c> in it. Null where nothing
    /// is mounted as a whole. Private and unchanged, as <see cref="ModelPath"/>.
    /// </summary>
    public string? Root { get; init; }

    /// <summary>Runs that will be in progress at once, at most.</summary>
    public int Concurrency { get; init; } = 1;

    /// <summary>The component's environment variables.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Where the adapter tells what happens while the model lives.</summary>
    public IModelEvents Events { get; init; } = IgnoredModelEvents.Instance;
}
