using Inference.Manifests.Schemas;

namespace Inference.Manifests;

/// <summary>A read-only view of a part of a box.</summary>
public sealed record BoxMount
{
    /// <summary>The name of a DataBox in the same namespace.</summary>
    public string S3BoxName { get; init; } = "";

    public SubPath SubPath { get; init; }

    internal static ObjectSchema<BoxMount> Schema { get; } = new ObjectSchema<BoxMount>("A read-only view of a part of a box.")
        .Required("s3BoxName", Texts.BoxName, (m, v) => m with { S3BoxName = v }, "The name of a DataBox in this namespace.")
        .Optional("subPath", Paths.Relative, m => m.SubPath, (m, v) => m with { SubPath = v }, "The part of the box; without it, all of it.");
}
