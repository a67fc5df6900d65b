namespace Inference.Manifests;

/// <summary>At most one of the two stores, a folder, or a folder beside a store: a local run takes the folder, a cluster the store.</summary>
public sealed record DataBoxSpec
{
    public DefaultStorage? S3DefaultStorage { get; init; }

    public S3Storage? S3 { get; init; }

    public FolderStorage? Folder { get; init; }
}
