namespace Inference.Manifests;

/// <summary>Where the model is.</summary>
public sealed record ModelReference
{
    /// <summary>The alias of a connected box that is mounted (<see cref="ConnectedBox.MountS3Box"/>).</summary>
    public string ModelBox { get; init; } = "";

    /// <summary>A file or folder within the mount of <see cref="ModelBox"/>.</summary>
    public ContainerPath ModelPath { get; init; }
}
