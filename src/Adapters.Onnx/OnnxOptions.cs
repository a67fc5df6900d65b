namespace Inference.Adapters.Onnx;

/// <summary>What a component says of how its ONNX model is to run; see <see cref="OnnxModelLoader"/>.</summary>
public sealed record OnnxOptions
{
    /// <summary>
    /// Threads of a pool that this model has for itself. Null: it shares the process's one pool, which is as large as the process may use CPUs.
    /// </summary>
    public int? IntraOpThreads { get; init; }

    /// <summary>What runs the model's operators: <c>cpu</c>, the only one there is in this build of ONNX Runtime.</summary>
    public IReadOnlyList<string> ExecutionProviders { get; init; } = ["cpu"];
}
