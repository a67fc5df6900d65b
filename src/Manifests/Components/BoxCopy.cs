using Inference.Manifests.Schemas;

namespace Inference.Manifests;

/// <summary>Files are copied per request, in and out.</summary>
public sealed record BoxCopy
{
    /// <summary>The name of a DataBox in the same namespace.</summary>
    public string S3BoxName { get; init; } = "";

    internal static ObjectSchema<BoxCopy> Schema { get; } = new ObjectSchema<BoxCopy>("Files are copied per request, in and out.")
        .Required("s3BoxName", Texts.BoxName, (c, v) => c with { S3BoxName = v }, "The name of a DataBox in this namespace.");
}
