namespace Inference.Manifests;

/// <summary>No code: the ONNX model is the component.</summary>
public sealed record OnnxEntryPoint
{
    /// <summary>In order of preference; lower case.</summary>
    public IReadOnlyList<string> ExecutionProviders { get; init; } = ["cpu"];

    /// <summary>Null: the pool that all components share. A number: a pool of its own with so many threads.</summary>
    public int? IntraOpThreads { get; init; }
}
