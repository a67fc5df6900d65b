using Inference.Contracts;

namespace Inference.InferenceHost.Tests.Components;

/// <summary>See <see cref="ScriptedLoader"/>.</summary>
internal sealed class ScriptedModel(string text, ScriptedLoader loader) : IModel
{
    private int disposals;
    private int runs;

    public Signature Signature => loader.Signature;

    public InferenceError? Fault => loader.Fault;

    public int WarmupRuns => loader.WarmupRuns;

    public int Disposals => Volatile.Read(ref disposals);

    public int Runs => Volatile.Read(ref runs);

    public async ValueTask<InferenceResult> InferAsync(InferenceRequest request, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(Disposals > 0, this);
        Interlocked.Increment(ref runs);
        await loader.RunGate.WaitAsync(cancellationToken);
        return text switch
        {
            "fails" => InferenceResult.Failed(ErrorCode.ModelFailed, "no, as it always says"),
            "raises" => throw new InvalidOperationException("a bug of the model"),
            _ => InferenceResult.Of([new NamedTensor("version", Tensor.FromStrings(new Shape(1), [text]))]),
        };
    }

    public ValueTask DisposeAsync()
    {
        Interlocked.Increment(ref disposals);
        return text.StartsWith("clings", StringComparison.Ordinal) ? throw new InvalidOperationException("cannot let go") : ValueTask.CompletedTask;
    }
}
