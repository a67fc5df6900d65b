using Inference.Manifests.Schemas;

namespace Inference.Manifests;

/// <summary>At most one of the two stores, a folder, or a folder beside a store: a local run takes the folder, a cluster the store.</summary>
public sealed record DataBoxSpec
{
    public DefaultStorage? S3DefaultStorage { get; init; }

    public S3Storage? S3 { get; init; }

    public FolderStorage? Folder { get; init; }

    internal static ObjectSchema<DataBoxSpec> Schema { get; } = new ObjectSchema<DataBoxSpec>("Where the files are: a store, a folder, or a folder beside a store.")
        .Optional("s3DefaultStorage", DefaultStorage.Schema, s => s.S3DefaultStorage, (s, v) => s with { S3DefaultStorage = v }, "The platform's own store.")
        .Optional("s3", S3Storage.Schema, s => s.S3, (s, v) => s with { S3 = v }, "A bucket of one's own.")
        .Optional("folder", FolderStorage.Schema, s => s.Folder, (s, v) => s with { Folder = v }, "A directory, which a local run takes.")
        .AtMostOneOf("s3DefaultStorage", "s3")
        .AtLeastOneOf("s3DefaultStorage", "s3", "folder");
}
