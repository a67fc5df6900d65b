using Inference.Contracts;

namespace InferenceHost.Protocols;

/// <summary>
/// What a request's body says, the same whatever protocol it was written in; its form is checked, the signature is not (see
/// <see cref="Components.SignatureCheck"/>). Owns the tensors of its inputs until it is disposed of, unless they were handed on.
/// </summary>
internal readonly struct RequestBody() : IDisposable
{
    /// <summary>What the caller calls the request, to be echoed; null where it said nothing or the empty string.</summary>
    public string? Id { get; init; }

    public required IReadOnlyList<NamedTensor> Inputs { get; init; }

    /// <summary>Empty for all outputs.</summary>
    public IReadOnlyList<RequestedOutput> RequestedOutputs { get; init; } = [];

    /// <summary>What is meant for the model: without those that the protocol itself uses.</summary>
    public IReadOnlyList<Parameter> Parameters { get; init; } = [];

    /// <summary>How the outputs are wanted.</summary>
    public OutputForms Forms { get; init; }

    /// <summary>How long the caller waits, counted from the request's arrival; null where it said nothing.</summary>
    public long? TimeoutMicroseconds { get; init; }

    public void Dispose()
    {
        // by index: the enumerator of an interface is an allocation
        for (var i = 0; i < Inputs.Count; i++)
            Inputs[i].Tensor.Dispose();
    }
}
