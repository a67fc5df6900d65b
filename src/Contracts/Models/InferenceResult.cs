namespace Inference.Contracts;

/// <summary>What a run gave: outputs, or the error in their place. Whoever receives it owns it and its tensors, and disposes of it once the answer is written.</summary>
public sealed class InferenceResult : IDisposable
{
    private InferenceResult(IReadOnlyList<NamedTensor> outputs, InferenceError? error)
    {
        Outputs = outputs;
        Error = error;
    }

    /// <summary>In the order asked for, else in the signature's; empty on an error.</summary>
    public IReadOnlyList<NamedTensor> Outputs { get; }

    /// <summary>Null where the run succeeded.</summary>
    public InferenceError? Error { get; }

    public static InferenceResult Of(IReadOnlyList<NamedTensor> outputs) => new(outputs, error: null);

    public static InferenceResult Failed(InferenceError error) => new([], error);

    public static InferenceResult Failed(ErrorCode code, string message) => Failed(new InferenceError(code, message));

    public void Dispose()
    {
        // by index: the enumerator of an interface is an allocation
        for (var i = 0; i < Outputs.Count; i++)
            Outputs[i].Tensor.Dispose();
    }
}
