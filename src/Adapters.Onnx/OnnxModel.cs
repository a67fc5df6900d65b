using Inference.Adapters.Onnx.Running;
using Inference.Adapters.Onnx.Runtime;
using Inference.Adapters.Onnx.Signatures;
using Inference.Contracts;
using Microsoft.ML.OnnxRuntime;

namespace Inference.Adapters.Onnx;

/// <summary>A model in an ONNX Runtime session. Runs on the caller's thread and on those of the pool; holds no state between runs.</summary>
internal sealed class OnnxModel : IModel
{
    private readonly ModelInterface shape;
    private readonly string[] allOutputs;
    private readonly RunStatePool states;
    private readonly BoundRuns bound = new();
    private InferenceSession? session;

    /// <summary>Takes over the session.</summary>
    public OnnxModel(InferenceSession session, ModelInterface shape)
    {
        this.session = session;
        this.shape = shape;
        allOutputs = [.. shape.Signature.Outputs.Select(output => output.Name)];
        states = new RunStatePool(shape.Signature.Inputs.Count);
    }

    public Signature Signature => shape.Signature;

    public ValueTask<InferenceResult> InferAsync(InferenceRequest request, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(session is null, this);
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        var isPlain = request.RequestedOutputs.Count == 0;
        BoundRun? run = null;
        var isBound = isPlain && bound.TryRent(session, request.Inputs, out run);
        if (isBound && RunBound(session, run!, request, cancellationToken) is { } made)
            return new ValueTask<InferenceResult>(made);
        var state = states.Rent();
        try
        {
            var result = Run(session, state, request, cancellationToken);
            if (isPlain && result.Error is null)
                Learn(isBound, request.Inputs, result.Outputs);
            return new ValueTask<InferenceResult>(result);
        }
        finally
        {
            states.Return(state);
        }
    }

    public ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref session, null) is { } last)
        {
            states.Dispose();
            bound.Dispose();
            last.Dispose();
            NativeHeap.Trim();
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Null where it failed: what was wrong is seen by running it again, unbound.</summary>
    private static InferenceResult? RunBound(InferenceSession open, BoundRun run, InferenceRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return run.Run(open, request.Inputs, cancellationToken);
        }
        catch (OnnxRuntimeException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
    }

    // what went well unbound and not bound is a model whose outputs' shapes depend on its inputs' values
    private void Learn(bool isBound, IReadOnlyList<NamedTensor> inputs, IReadOnlyList<NamedTensor> outputs)
    {
        if (isBound)
            bound.Dispose();
        else
            bound.Learn(inputs, outputs);
    }

    private InferenceResult Run(InferenceSession open, RunState state, InferenceRequest request, CancellationToken cancellationToken)
    {
        var outputs = OutputNames(request.RequestedOutputs);
        try
        {
            Bind(state, request.Inputs);
            using var registration = cancellationToken.UnsafeRegister(static options => ((RunOptions)options!).Terminate = true, state.Options);
            return ToResult(outputs, open.Run(state.Options, state.Names, state.Values!, outputs), request.Inputs);
        }
        catch (InvalidOutputException e)
        {
            return InferenceResult.Failed(ErrorCode.InvalidOutput, e.Message);
        }
        catch (OnnxRuntimeException e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return RunFailure.Of(e, shape.Symbols, request);
        }
    }

    private static void Bind(RunState state, IReadOnlyList<NamedTensor> inputs)
    {
        state.Resize(inputs.Count);
        for (var i = 0; i < inputs.Count; i++)
        {
            state.Names[i] = inputs[i].Name;
            state.Values[i] = OnnxInput.Of(inputs[i].Tensor);
        }
    }

    private string[] OutputNames(IReadOnlyList<RequestedOutput> requested)
    {
        if (requested.Count == 0)
            return allOutputs;
        var names = new string[requested.Count];
        for (var i = 0; i < names.Length; i++)
            names[i] = requested[i].Name;
        return names;
    }

    private InferenceResult ToResult(string[] names, IReadOnlyList<OrtValue> values, IReadOnlyList<NamedTensor> inputs)
    {
        var outputs = new NamedTensor[values.Count];
        var done = 0;
        try
        {
            while (done < outputs.Length)
            {
                var name = names[done];
                outputs[done] = new NamedTensor(name, OnnxOutput.ToTensor(values[done], name, shape.ClassColumns.GetValueOrDefault(name), inputs));
                done++;
            }

            return InferenceResult.Of(outputs);
        }
        catch
        {
            // the one that failed has let go of its value itself
            for (var i = 0; i < done; i++)
                outputs[i].Tensor.Dispose();
            for (var i = done + 1; i < outputs.Length; i++)
                values[i].Dispose();
            throw;
        }
    }
}
