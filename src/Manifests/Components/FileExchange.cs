namespace Inference.Manifests;

/// <summary>Where files of requests come from and go to.</summary>
public sealed record FileExchange
{
    /// <summary>The alias of a connected box that is copied (<see cref="ConnectedBox.CopyS3Box"/>).</summary>
    public string FileBox { get; init; } = "";

    /// <summary>The folder that requests' own folders are made in; inside no mount.</summary>
    public ContainerPath InferenceFilesPath { get; init; }
}
