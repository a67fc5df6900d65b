namespace Inference.Manifests;

/// <summary>Which of its three forms an entry point has.</summary>
public enum EntryPointForm
{
    /// <summary>Only in invalid documents.</summary>
    Undecided,
    Python,
    Onnx,
    DotNet,
}
