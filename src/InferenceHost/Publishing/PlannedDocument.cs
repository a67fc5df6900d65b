namespace InferenceHost.Publishing;

/// <summary>What the manifests alone say of a document's state; a component's own state is added when it is asked for.</summary>
/// <param name="Kind">As in the manifest; empty where a file holds no readable document.</param>
/// <param name="Namespace">As in the manifest.</param>
/// <param name="Name">As in the manifest; the file's name where it holds no readable document.</param>
internal sealed record PlannedDocument(string Kind, string Namespace, string Name)
{
    /// <summary>Why it is not served; null where it is.</summary>
    public NotServed? NotServed { get; init; }

    /// <summary>The component whose state it shares: its own, or the one an API leads to.</summary>
    public string? Component { get; init; }

    /// <summary>Warnings and notes of the reader.</summary>
    public string Remarks { get; init; } = "";

    public string? Url { get; init; }

    /// <summary>A box's folder, which must be there.</summary>
    public string? Folder { get; init; }
}
