using Inference.Adapters.Python.Exchange;
using Inference.Adapters.Python.Pools;
using Inference.Contracts;

namespace Inference.Adapters.Python;

/// <summary>A Python function with its workers.</summary>
internal sealed class PythonModel(WorkerPool pool, ModelSource source) : IModel
{
    public Signature Signature => pool.Signature;

    public int WarmupRuns => source.Concurrency;

    public bool RunsElsewhere => true;

    public InferenceError? Fault => pool.Fault;

    public async ValueTask<InferenceResult> InferAsync(InferenceRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var outcome = await pool.RunAsync(request, cancellationToken);
        if (!outcome.TryGet(out var reply, out var error))
            return InferenceResult.Failed(error);
        if (reply.Error is { } raised)
            return InferenceResult.Failed(Translate(raised, request));
        return ResultOf(reply, request);
    }

    public ValueTask DisposeAsync() => pool.DisposeAsync();

    private InferenceError Translate(FunctionError error, InferenceRequest request)
    {
        if (error.Trace.Length > 0)
            source.Events.Raised(request.Id, error.Trace);
        return error.Kind switch
        {
            "input" => new InferenceError(ErrorCode.InvalidInput, error.Message.Length > 0 ? error.Message : "the function does not take this input"),
            "output" => new InferenceError(ErrorCode.InvalidOutput, error.Message),
            _ => new InferenceError(ErrorCode.ModelFailed, error.Summary),
        };
    }

    /// <summary>The outputs that were asked for, in that order; else all, those of the docstring first and in its order.</summary>
    private InferenceResult ResultOf(Reply reply, InferenceRequest request)
    {
        if (OutputCheck.Check(Signature, reply.Outputs, request.RequestedOutputs) is { } wrong)
        {
            reply.Dispose();
            return InferenceResult.Failed(wrong);
        }

        var given = reply.Outputs;
        var ordered = new List<NamedTensor>(given.Count);
        if (request.RequestedOutputs.Count > 0)
        {
            foreach (var asked in request.RequestedOutputs)
                Take(given, asked.Name, ordered);
            foreach (var output in given.Where(output => !ordered.Contains(output)))
                output.Tensor.Dispose();
            return InferenceResult.Of(ordered);
        }

        foreach (var spec in Signature.Outputs)
            Take(given, spec.Name, ordered);
        ordered.AddRange(given.Where(output => !ordered.Contains(output)));
        return InferenceResult.Of(ordered);
    }

    private static void Take(IReadOnlyList<NamedTensor> given, string name, List<NamedTensor> taken)
    {
        foreach (var output in given)
        {
            if (output.Name == name)
                taken.Add(output);
        }
    }
}
