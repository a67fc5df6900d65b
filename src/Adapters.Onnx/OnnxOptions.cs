namespace Inference.Adapters.Onnx;

/// <summary>What a component says of how its ONNX model is to run; see <see cref="OnnxModelLoader"/>.</summary>
public sealed record OnnxOptions
{
    /// <summary>
    /// Threads of a pool that this model has for itself. Null: it shares the process's one pool, which is as large as the process may use CPUs.
    /// </summary>
    public int? IntraOpThreads { get; init; }

    /// <summary>
    /// Which execution providers may run the model's operators, the preferred one first: <c>cpu</c>, <c>cuda</c>, ... What none of them can, the CPU does.
    /// </summary>
    public IReadOnlyList<string> ExecutionProviders { get; init; } = ["cpu"];
}
