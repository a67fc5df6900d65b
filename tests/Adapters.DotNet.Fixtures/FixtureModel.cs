using Inference.Contracts;

namespace Inference.Adapters.DotNet.Fixtures;

/// <summary>A model that is one function.</summary>
internal sealed class FixtureModel(Signature signature, Func<InferenceRequest, CancellationToken, ValueTask<InferenceResult>> infer) : IModel
{
    public FixtureModel(Signature signature, Func<InferenceRequest, CancellationToken, InferenceResult> infer)
        : this(signature, (request, token) => new ValueTask<InferenceResult>(infer(request, token)))
    {
    }

    public Signature Signature => signature;

    public Action OnDispose { get; init; } = () => { };

    public static Task<Outcome<IModel>> Loaded(Signature signature, Func<InferenceRequest, CancellationToken, InferenceResult> infer) =>
        Task.FromResult<Outcome<IModel>>(new FixtureModel(signature, infer));

    public static TensorSpec Floats(string name) => new(name, DataType.Fp32, new Shape(-1));

    public ValueTask<InferenceResult> InferAsync(InferenceRequest request, CancellationToken cancellationToken) => infer(request, cancellationToken);

    public ValueTask DisposeAsync()
    {
        OnDispose();
        return ValueTask.CompletedTask;
    }
}
