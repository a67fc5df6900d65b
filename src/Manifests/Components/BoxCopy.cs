namespace Inference.Manifests;

/// <summary>Files are copied per request, in and out.</summary>
public sealed record BoxCopy
{
    /// <summary>The name of a DataBox in the same namespace.</summary>
    public string S3BoxName { get; init; } = "";
}
