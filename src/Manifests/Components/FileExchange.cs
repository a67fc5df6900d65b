using Inference.Manifests.Schemas;

namespace Inference.Manifests;

/// <summary>Where files of requests come from and go to.</summary>
public sealed record FileExchange
{
    /// <summary>The alias of a connected box that is copied (<see cref="ConnectedBox.CopyS3Box"/>).</summary>
    public string FileBox { get; init; } = "";

    /// <summary>The folder that requests' own folders are made in; inside no mount.</summary>
    public ContainerPath InferenceFilesPath { get; init; }

    internal static ObjectSchema<FileExchange> Schema { get; } = new ObjectSchema<FileExchange>("Where files of requests come from and go to.")
        .Required("fileBox", Texts.BoxAlias, (f, v) => f with { FileBox = v }, "The alias of a connected box with copyS3Box.")
        .Required("inferenceFilesPath", Paths.Mount, (f, v) => f with { InferenceFilesPath = v }, "The folder that requests' own folders are made in.");
}
