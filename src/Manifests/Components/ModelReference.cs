using Inference.Manifests.Schemas;

namespace Inference.Manifests;

/// <summary>Where the model is.</summary>
public sealed record ModelReference
{
    /// <summary>The alias of a connected box that is mounted (<see cref="ConnectedBox.MountS3Box"/>).</summary>
    public string ModelBox { get; init; } = "";

    /// <summary>A file or folder within the mount of <see cref="ModelBox"/>.</summary>
    public ContainerPath ModelPath { get; init; }

    internal static ObjectSchema<ModelReference> Schema { get; } = new ObjectSchema<ModelReference>("Where the model is.")
        .Required("modelBox", Texts.BoxAlias, (m, v) => m with { ModelBox = v }, "The alias of a connected box with mountS3Box.")
        .Required("modelPath", Paths.Container, (m, v) => m with { ModelPath = v }, "A file or folder within that box's mount path.");
}
