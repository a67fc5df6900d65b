using InferenceHost.Components;

namespace InferenceHost.Publishing;

/// <summary>What the manifests of a folder come to on this host.</summary>
internal sealed record Plan(
    IReadOnlyList<ComponentSpec> Components, IReadOnlyList<PlannedApi> Apis, IReadOnlyList<PlannedDocument> Documents)
{
    /// <summary>Of every box, whoever uses it.</summary>
    public IReadOnlyList<PlannedBox> Boxes { get; init; } = [];

    public IReadOnlyList<PublishedFiles> FileApis { get; init; } = [];
}
