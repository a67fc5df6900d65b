using Inference.Manifests.Schemas;

namespace Inference.Manifests;

/// <summary>A directory of the machine; it is the box's root.</summary>
public sealed record FolderStorage
{
    /// <summary>As written: relative to the manifest file's folder.</summary>
    public string Path { get; init; } = "";

    /// <summary>The absolute path it means; as written in an object of a cluster. Whether it exists is not looked at.</summary>
    public string FullPath { get; init; } = "";

    internal static ObjectSchema<FolderStorage> Schema { get; } = new ObjectSchema<FolderStorage>("A directory of the machine.")
        .Required("path", Paths.Folder, (f, v) => f with { Path = v }, "The directory, relative to this file.");
}
