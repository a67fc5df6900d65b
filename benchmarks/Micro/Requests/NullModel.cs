using Inference.Contracts;

namespace Inference.Micro.Requests;

/// <summary>Takes what digits takes and answers with a label, whatever it is: a request without a model's run.</summary>
internal sealed class NullModel : IModel
{
    private static readonly Shape OneRow = new(1);

    public Signature Signature { get; } = new(
        [new TensorSpec("image", DataType.Fp32, new Shape(-1, 64))], [new TensorSpec("label", DataType.Int64, new Shape(-1))], batchAxis: 0);

    public ValueTask<InferenceResult> InferAsync(InferenceRequest request, CancellationToken cancellationToken) =>
        new(InferenceResult.Of([new NamedTensor("label", Tensor.FromValues<long>(DataType.Int64, OneRow, [7]))]));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
