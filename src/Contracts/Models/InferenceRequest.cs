using System.Diagnostics;

namespace Inference.Contracts;

/// <summary>
/// One run of a model. The host makes it, owns it and its tensors, and disposes of it after the run has ended; the model reads it until then and keeps
/// nothing of it.
/// </summary>
public sealed class InferenceRequest : IDisposable
{
    /// <summary>Names the request in logs and answers.</summary>
    public required string Id { get; init; }

    /// <summary>Values for the signature's inputs, in any order, checked against it: names known and unique, types equal, shapes accepted.</summary>
    public required IReadOnlyList<NamedTensor> Inputs { get; init; }

    /// <summary>Which outputs to give, in this order; empty for all in the signature's order.</summary>
    public IReadOnlyList<RequestedOutput> RequestedOutputs { get; init; } = [];

    public IReadOnlyList<Parameter> Parameters { get; init; } = [];

    /// <summary>When the caller stops waiting. The host cancels the run then; a model may use it to give up early.</summary>
    public Deadline Deadline { get; init; }

    /// <summary>
    /// When a run must have ended, whatever the caller asked for: the component's own limit, never before <see cref="Deadline"/>. A run that goes on after it may be ended by force.
    /// </summary>
    public Deadline Limit { get; init; }

    /// <summary>The authenticated caller; null where the API is open.</summary>
    public string? Caller { get; init; }

    /// <summary>A folder of this request alone, for FILE inputs and outputs; null where the component exchanges no files. The host removes it.</summary>
    public string? ScratchFolder { get; init; }

    /// <summary>The trace this run belongs to; <c>default</c> where nothing is traced.</summary>
    public ActivityContext Trace { get; init; }

    public void Dispose()
    {
        foreach (var input in Inputs)
            input.Tensor.Dispose();
    }
}
